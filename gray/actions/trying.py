"""Trying a connection out: one harmless question, and what came of it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gray import events
from gray.connecting import Setup
from gray.connections import Connection
from gray.drivers.base import DriverError
from gray.kinds import kind_of
from ground.errors import WrongState
from ground.journal import INSTALLATION, record
from ground.policies import authorize
from ground.sealing import Unsealable

LONGEST_WAIT = 4
"""Seconds; somebody sits before the page."""


def try_connection(connection: Connection, *, by: Any, now: datetime) -> Connection:
    """Ask the system something harmless and keep what it said.

    Raises Denied, WrongState; so it does when the connection was changed meanwhile, whose
    answer this is not.
    """
    authorize(by, "connection.manage")
    works, said = _answer(connection)
    with transaction.atomic():
        same = Connection.objects.filter(pk=connection.pk, version=connection.version)
        if not same.update(tested_at=now, works=works, said=said):
            raise WrongState(_("测试的时候有人改了这个连接，请再测一次。"))
        record(
            events.CONNECTION_TESTED if works else events.CONNECTION_UNREACHED,
            chain=INSTALLATION, by=by, subject=f"connection:{connection.pk}", at=now,
            data={"name": connection.name, "kind": connection.driver},
        )  # fmt: skip
    connection.tested_at, connection.works, connection.said = now, works, said
    return connection


def _answer(connection: Connection) -> tuple[bool, str]:
    """(did it answer, a sentence)."""
    kind = kind_of(connection.driver)
    if kind is None:
        raise WrongState(_("没有这种连接。"))
    try:
        return True, kind(_hurried(connection.as_setup())).test() or _("连上了。")
    except DriverError as error:
        return False, str(error)
    except Unsealable:
        return False, _("密钥打不开了（SECRET_KEY 换过），请重新填写后保存。")


def _hurried(setup: Setup) -> Setup:
    wait = setup["timeout"]
    seconds = min(int(wait), LONGEST_WAIT) if wait.isdecimal() else LONGEST_WAIT
    return Setup(setup.name, setup.environment, {**setup.values, "timeout": str(seconds)})
