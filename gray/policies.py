"""Who may do what with traffic."""

from typing import Any

from django.utils.translation import gettext as _

from gray.sections.ramp import Ramp
from ground.policies import can, policy
from ground.verdict import ALLOWED, Verdict, denied
from plans.policies import needs


@policy("ramp.command")
def command(user: Any, ramp: Ramp) -> Verdict:
    """Owner, PM and ops of the ramp's plan."""
    return needs(user, ramp.plan, "pm", "ops")


@policy("ofrep_key.manage")
def manage_keys(user: Any, _target: Any) -> Verdict:
    """Administrators and whoever has the installation role ops."""
    if "ops" in user.roles or can(user, "installation.administer"):
        return ALLOWED
    return denied(_("只有系统管理员和安装角色为“运维”的人可以管理环境密钥。"))


@policy("connection.manage")
def manage_connections(user: Any, _target: Any) -> Verdict:
    """Administrators: a connection holds the keys to other systems."""
    if can(user, "installation.administer"):
        return ALLOWED
    return denied(_("连接里有别的系统的密钥，只有系统管理员可以管理。"))
