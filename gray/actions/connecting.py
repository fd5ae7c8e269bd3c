"""The only writers of connections; every change is an event of the installation.

What is secret is sealed, and no event holds more than the names of the answers that changed.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gray import events
from gray.actions.sealing import Answers, settle_answers
from gray.actions.waking import wake
from gray.connections import Connection
from gray.kinds import kind_of, words_of_drivers
from gray.using import keeping_hold
from ground.clock import now
from ground.errors import Invalid, Stale
from ground.journal import INSTALLATION, record
from ground.kinds import EventKind
from ground.policies import authorize
from ground.words import in_row
from plans.actions.locking import lock_many


@transaction.atomic
def add_connection(
    *, kind: str, name: str, environment: str = "", values: Mapping[str, str], by: Any
) -> Connection:
    """A new one; `values` by the option's name, secrets among them. Raises Denied, Invalid."""
    authorize(by, "connection.manage")
    connection = Connection(driver=kind, name=name.strip(), environment=environment.strip())
    _settle(connection, Answers(values))
    with keeping_hold(by):
        _save(connection, by)
    _record(events.CONNECTION_ADDED, connection, by)
    return connection


@transaction.atomic
def change_connection(
    connection: Connection,
    *,
    name: str,
    environment: str = "",
    values: Mapping[str, str],
    cleared: frozenset[str] = frozenset(),
    version: int,
    by: Any,
) -> Connection:
    """Write its answers; an empty secret stays, unless it is among the `cleared`.

    `version` is the one that the person saw. The ramps that hang on it are looked at anew.
    Raises Denied, Invalid, Stale.
    """
    authorize(by, "connection.manage")
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    _refuse_stale(connection, version)
    old = (connection.name, connection.environment)
    connection.name, connection.environment = name.strip(), environment.strip()
    changed = _changed(old, connection) + _settle(connection, Answers(values, cleared))
    if not changed:
        return connection
    connection.tested_at, connection.works, connection.said = None, False, ""
    with keeping_hold(by) as runs:
        _save(connection, by)
    _record(events.CONNECTION_CHANGED, connection, by, fields=in_row(changed))
    _look_again(connection, runs.get(connection.pk, []), by)
    return connection


@transaction.atomic
def switch_connection(connection: Connection, *, is_on: bool, by: Any) -> Connection:
    """On, or off: nothing is driven or measured over it then. Raises Denied, WrongState."""
    authorize(by, "connection.manage")
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    if connection.is_on == is_on:
        return connection
    connection.is_on = is_on
    with keeping_hold(by):
        _save(connection, by)
    _record(events.CONNECTION_ON if is_on else events.CONNECTION_OFF, connection, by)
    return connection


@transaction.atomic
def delete_connection(connection: Connection, *, by: Any) -> None:
    """Raises Denied, or WrongState while traffic hangs on it."""
    authorize(by, "connection.manage")
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    _record(events.CONNECTION_DELETED, connection, by)
    with keeping_hold(by):
        connection.delete()


def _settle(connection: Connection, answers: Answers) -> list[str]:
    kind = kind_of(connection.driver)
    if kind is None:
        raise Invalid(_("没有这种连接。"), fields={"kind": [_("没有这种连接。")]})
    return settle_answers(connection, kind, answers)


def _changed(old: tuple[str, str], connection: Connection) -> list[str]:
    pairs = zip(("name", "environment"), old, (connection.name, connection.environment),
                strict=True)  # fmt: skip
    return [field for field, before, after in pairs if before != after]


def _save(connection: Connection, by: Any) -> None:
    """Raises Invalid for a name that is taken, or by which people mean a kind of driver."""
    if connection.name.casefold() in words_of_drivers():
        raise _wrong_name()
    connection.changed_at, connection.changed_by = now(), by
    connection.version = connection.version + 1 if connection.pk else 1
    try:
        connection.full_clean()
    except ValidationError as error:
        raise Invalid(_("连接的设置有误。"), fields=error.message_dict) from error
    connection.save()


def _wrong_name() -> Invalid:
    words = _("这是一种驱动的名字，请起别的名，例如加上环境。")
    return Invalid(words, fields={"name": [words]})


def _refuse_stale(connection: Connection, version: int) -> None:
    if version != connection.version:
        who = connection.changed_by.called if connection.changed_by else "—"
        raise Stale(
            _("%(who)s 刚改过这个连接，请打开最新的再改。") % {"who": who},
            extra={"version": connection.version},
        )


def _look_again(connection: Connection, runs: list[Any], by: Any) -> None:
    """Their plans are told, and the clock reads their switches at once; plans are locked first."""
    lock_many(run.plan_id for run in runs)
    for plan in {run.plan_id: run.plan for run in runs}.values():
        _record(events.CONNECTION_TURNED, connection, by, chain=plan.chain)
        wake(plan, now=now())


def _record(
    kind: EventKind, connection: Connection, by: Any, *, chain: str = INSTALLATION, **facts: Any
) -> None:
    data = {"name": connection.name, "kind": connection.driver, **facts}
    record(kind, chain=chain, by=by, subject=f"connection:{connection.pk}", data=data)
