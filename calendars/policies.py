"""Who may change when production may be changed."""

from typing import Any

from django.utils.translation import gettext as _

from ground.policies import can, policy
from ground.verdict import ALLOWED, Verdict, denied


@policy("calendar.manage")
def manage(user: Any, _target: Any) -> Verdict:
    """Administrators and whoever has the installation role ops."""
    if "ops" in user.roles or can(user, "installation.administer"):
        return ALLOWED
    return denied(_("只有系统管理员和安装角色为“运维”的人可以改窗口、封网和工作日。"))
