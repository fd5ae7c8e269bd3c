"""Accounts: created, changed, put out of use. Every change is an event of the installation."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid, WrongState
from ground.journal import INSTALLATION, record
from ground.kinds import EventKind
from ground.models import Chain
from ground.policies import authorize, can
from ground.words import in_row
from people import events
from people.following import is_known, tell_followers
from people.models import Token, User
from people.roles import ROLES

CHANGEABLE = ("display_name", "email", "language", "theme")
ADMINISTERED = (*CHANGEABLE, "roles", "is_administrator")


def create_person(
    *,
    by: User | None,
    username: str,
    display_name: str = "",
    email: str = "",
    roles: Sequence[str] = (),
    is_administrator: bool = False,
    password: str | None = None,
    demo: str = "",
) -> User:
    """A new account; without a password it waits for its link. Raises Denied or Invalid.

    `by=None` is the installation itself (demo data, the first administrator).
    """
    if by is not None:
        authorize(by, "people.manage")
    person = User(username=username.strip(), display_name=display_name.strip(), email=email.strip())
    person.roles, person.demo = known_roles(roles), demo
    person.is_staff = person.is_superuser = is_administrator
    person.set_password(password)
    _validate(person)
    with transaction.atomic():
        person.save(force_insert=True)
        _record(events.PERSON_CREATED, person, by=by, name=person.called)
        tell_followers(person)
    return person


def create_first_administrator(*, username: str, display_name: str, password: str) -> User:
    """The administrator of an empty installation. Raises WrongState when there is one."""
    with transaction.atomic():
        Chain.objects.get_or_create(name=INSTALLATION)
        Chain.objects.select_for_update().get(name=INSTALLATION)
        if has_administrator():
            raise WrongState(_("系统管理员已经建立，这个链接不再有效。请直接登录。"))
        return create_person(
            by=None,
            username=username,
            display_name=display_name,
            password=password,
            is_administrator=True,
        )


def create_demo_person(
    username: str,
    *,
    display_name: str,
    demo: str,
    password: str,
    roles: Sequence[str] = (),
    is_administrator: bool = False,
) -> User:
    """A demo account, made once; `demo` says on the sign-in page what it is for."""
    person = User.objects.filter(username=username).first()
    return person or create_person(
        by=None,
        username=username,
        display_name=display_name,
        email=f"{username}@demo.invalid",
        roles=roles,
        is_administrator=is_administrator,
        password=password,
        demo=demo,
    )


def change_person(person: User, *, by: User, **values: Any) -> User:
    """Write `values` (names of ADMINISTERED); people themselves may change CHANGEABLE.

    Raises Denied, Invalid, or WrongState when no administrator would be left.
    """
    authorize(by, "people.edit" if set(values) <= set(CHANGEABLE) else "people.manage", person)
    former = person.display_name
    _refuse_borrowed(person, values.get("display_name", former), by=by)
    changed = _apply(person, values)
    if not changed:
        return person
    _validate(person)
    with transaction.atomic():
        person.save(update_fields=changed)
        _record(events.PERSON_CHANGED, person, by=by, fields=in_row(changed))
        tell_followers(person, former)
        if "is_superuser" in changed:
            _keep_an_administrator(person)
    return person


def deactivate(person: User, *, by: User) -> None:
    """No sign-in, no session, no token from now on. Raises Denied or WrongState."""
    authorize(by, "people.deactivate", person)
    with transaction.atomic():
        _switch(person, is_active=False)
        _end_sessions(person)
        Token.objects.filter(user=person, revoked_at=None).update(revoked_at=now())
        _record(events.PERSON_DEACTIVATED, person, by=by)
        tell_followers(person)
        _keep_an_administrator(person)


def activate(person: User, *, by: User) -> None:
    """Let somebody sign in again; old sessions and tokens stay dead."""
    authorize(by, "people.manage")
    with transaction.atomic():
        _switch(person, is_active=True)
        _record(events.PERSON_ACTIVATED, person, by=by)
        tell_followers(person)


def sign_out_everywhere(person: User, *, by: User) -> None:
    """End every live session of `person`. Raises Denied."""
    authorize(by, "people.edit", person)
    with transaction.atomic():
        _end_sessions(person)
        _record(events.PERSON_SIGNED_OUT, person, by=by)


def set_password(person: User, password: str, *, by: User) -> None:
    """Write a password that was validated; every other session ends by it."""
    person.set_password(password)
    with transaction.atomic():
        person.save(update_fields=["password"])
        _record(events.PASSWORD_SET, person, by=by)


def note_password_link(person: User, *, by: User) -> None:
    """Record that a link to set a password was handed out. Raises Denied or WrongState."""
    authorize(by, "people.manage")
    if not person.is_active:
        raise WrongState(_("账号已停用，请先重新启用。"))
    with transaction.atomic():
        _record(events.PASSWORD_LINKED, person, by=by)


def note_change(person: User, *, by: User, fields: Sequence[str], former: str = "") -> None:
    """Record what the admin site changed; inside its transaction. `former` is the display name."""
    _record(events.PERSON_CHANGED, person, by=by, fields=in_row(fields))
    tell_followers(person, former)
    if {"is_superuser", "is_active"} & set(fields):
        _keep_an_administrator(person)


def has_administrator() -> bool:
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def known_roles(roles: Sequence[str]) -> list[str]:
    """The roles in their own order, each once. Raises Invalid for an unknown one."""
    if set(roles) - set(ROLES):
        raise Invalid(_("没有这个角色。"), fields={"roles": [_("没有这个角色。")]})
    return [role for role in ROLES if role in roles]


def _refuse_borrowed(person: User, name: str, *, by: User) -> None:
    """Parts and tasks go by name: nobody takes one that stands for somebody else.

    An administrator may give it, who knows the person.
    """
    if name in ("", person.display_name, person.username) or can(by, "people.manage"):
        return
    namesakes = User.objects.filter(Q(display_name=name) | Q(username=name)).exclude(pk=person.pk)
    if namesakes.exists() or is_known(name):
        sentence = _("“%(name)s”已有人使用，或已写在发布计划里；要用它，请系统管理员修改。")
        said = sentence % {"name": name}
        raise Invalid(said, fields={"display_name": [said]})


def _apply(person: User, values: dict[str, Any]) -> list[str]:
    """Set what differs; the names of the fields set."""
    values = dict(values)
    if "roles" in values:
        values["roles"] = known_roles(values["roles"])
    if "is_administrator" in values:
        values["is_staff"] = values["is_superuser"] = values.pop("is_administrator")
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, values[name])
    return changed


def _validate(person: User) -> None:
    try:
        person.full_clean(exclude=["password"])
        _refuse_invisible(person.display_name)
    except ValidationError as error:
        raise Invalid(_("账号没有保存，请按提示修改。"), fields=error.message_dict) from error


def _refuse_invisible(name: str) -> None:
    """Control and direction-changing characters let one name look like another."""
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in name):
        raise ValidationError({"display_name": [_("显示名里有看不见的字符，请去掉。")]})


def _switch(person: User, *, is_active: bool) -> None:
    """Compare-and-set, so that two administrators do not both believe they did it."""
    moved = User.objects.filter(pk=person.pk, is_active=not is_active).update(is_active=is_active)
    if not moved:
        raise WrongState(_("账号已经是启用状态。") if is_active else _("账号已经停用了。"))
    person.is_active = is_active


def _end_sessions(person: User) -> None:
    User.objects.filter(pk=person.pk).update(session_round=F("session_round") + 1)


def _keep_an_administrator(person: User) -> None:
    if not has_administrator():
        raise WrongState(
            _("%(person)s 是最后一位系统管理员，请先指定另一位。") % {"person": person.called}
        )


def _record(kind: EventKind, person: User, *, by: User | None, **data: str) -> None:
    record(
        kind,
        chain=INSTALLATION,
        by=by,
        subject=person.username,
        data={"username": person.username, **data},
    )
