"""Who may say what an application is, and who may say that two are one.

Names decide which plan speaks for an application when a pipeline asks, so names
belong to administrators and operations alone; facts are also their owner's.
"""

from typing import Any

from django.utils.translation import gettext as _

from ground.policies import can, policy
from ground.verdict import ALLOWED, Verdict, denied


@policy("application.view")
def view(_user: Any, _application: Any) -> Verdict:
    """The list is everybody's who is signed in: it holds no names of plans for members only."""
    return ALLOWED


@policy("application.manage")
def manage(user: Any, _target: Any) -> Verdict:
    """Adding, renaming, merging: administrators and the installation role ops."""
    if "ops" in user.roles or can(user, "installation.administer"):
        return ALLOWED
    return denied(
        _("应用的名称关系到流水线问的是哪个计划，只有系统管理员和安装角色为“运维”的人可以改。")
    )


@policy("application.edit")
def edit(user: Any, application: Any) -> Verdict:
    """The facts: also the owner whose account is linked."""
    if application.account_id == user.pk or can(user, "application.manage"):
        return ALLOWED
    return denied(_("只有应用的负责人、系统管理员和安装角色为“运维”的人可以改应用的信息。"))
