"""Who may do what to accounts and tokens."""

from django.utils.translation import gettext as _

from ground.policies import can, policy
from ground.verdict import ALLOWED, Verdict, denied
from people.models import Delegation, Token, User


@policy("people.manage")
def manage(user: User, _target: object) -> Verdict:
    return can(user, "installation.administer")


@policy("people.deactivate")
def deactivate(user: User, person: User) -> Verdict:
    """Administrators, but nobody locks themselves out: one administrator always remains."""
    if user.pk == person.pk:
        return denied(_("不能停用自己的账号，请让另一位管理员操作。"))
    return can(user, "people.manage")


@policy("people.edit")
def edit(user: User, person: User) -> Verdict:
    """One's own name, mailbox and preferences; an administrator anybody's."""
    return ALLOWED if user.pk == person.pk else can(user, "people.manage")


@policy("token.create")
def create_token(user: User, owner: User) -> Verdict:
    if user.pk == owner.pk:
        return ALLOWED
    return denied(_("令牌代表本人，只能由本人新建。"))


@policy("token.revoke")
def revoke_token(user: User, token: Token) -> Verdict:
    if user.pk == token.user_id or can(user, "people.manage"):
        return ALLOWED
    return denied(_("只有令牌的主人和系统管理员可以撤销它。"))


@policy("delegation.give")
def give_delegation(user: User, giver: User) -> Verdict:
    """In person: nobody hands on what somebody else may sign."""
    if user.pk == giver.pk:
        return ALLOWED
    return denied(_("只能委托自己的签字。"))


@policy("delegation.revoke")
def revoke_delegation(user: User, delegation: Delegation) -> Verdict:
    """Either side, and administrators: it only takes power away."""
    if user.pk in (delegation.giver_id, delegation.taker_id) or can(user, "people.manage"):
        return ALLOWED
    return denied(_("只有委托的双方和系统管理员可以撤销它。"))
