"""The one permission gate: every question has a name, every no has a reason."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from ground.errors import Denied
from ground.verdict import ALLOWED, Verdict, denied

Policy = Callable[[Any, Any], Verdict]

_policies: dict[str, Policy] = {}


def policy(name: str) -> Callable[[Policy], Policy]:
    """Register the rule that answers `name`, for example "plan.edit"."""

    def register(rule: Policy) -> Policy:
        if name in _policies:
            raise ValueError(f"policy {name} is declared twice")
        _policies[name] = rule
        return rule

    return register


def can(user: Any, name: str, target: Any = None) -> Verdict:
    """May `user` do `name` to `target`? Anonymous and deactivated people may nothing."""
    if user is None or not user.is_authenticated:
        return denied(_("请先登录。"))
    if not user.is_active:
        return denied(_("账号已停用，请联系管理员。"))
    return _policies[name](user, target)


def authorize(user: Any, name: str, target: Any = None) -> None:
    """Raise Denied with the reason unless `can` says yes."""
    verdict = can(user, name, target)
    if not verdict:
        raise Denied(verdict.reason)


def policy_names() -> list[str]:
    """Every question there is, so that none stays untested."""
    return sorted(_policies)


@policy("installation.administer")
def administer(user: Any, _target: Any) -> Verdict:
    """People, drivers, channels, installation-wide windows: administrators only."""
    if user.is_superuser or user.is_staff:
        return ALLOWED
    return denied(_("只有系统管理员可以做这件事。"))
