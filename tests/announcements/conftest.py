"""A plan with a window some days ahead, and short words for what becomes of it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from announcements.due import run
from notices.models import Message
from plans.actions import add_rows, change_plan
from plans.models import Plan
from tests.approvals.hands import approved
from tests.notices.conftest import mail_server, smtp

__all__ = ["mail_server", "smtp"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 6, 8, 12, tzinfo=SHANGHAI)
"""A Monday, ten days before the window."""
START = datetime(2026, 6, 18, 22, tzinfo=SHANGHAI)
END = datetime(2026, 6, 19, 2, tzinfo=SHANGHAI)

Step = Callable[..., Any]


@pytest.fixture
def clock() -> Iterator[Any]:
    """It is noon on that Monday until somebody moves the hands."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def timed(plan: Plan, cast: SimpleNamespace, clock: Any) -> Plan:
    """The plan with its window."""
    return set_window(plan, cast.ann, START, END)


@pytest.fixture
def ready(timed: Plan, cast: SimpleNamespace) -> Plan:
    """The same, approved; letters up to then are forgotten."""
    approved(timed, cast)
    return timed


@pytest.fixture
def at(clock: Any) -> Callable[[datetime], int]:
    """at(moment): the clock comes by at that moment; how much it did."""

    def come_by(moment: datetime) -> int:
        clock.move_to(moment)
        return run(moment)

    return come_by


def set_window(plan: Plan, by: Any, start: Any, end: Any = None, reason: str = "改期") -> Plan:
    plan.refresh_from_db()
    values = {"window_start": start and start.isoformat(), "window_end": end and end.isoformat()}
    return change_plan(plan, by=by, version=plan.version_lock, values=values, reason=reason)


def say(plan: Plan, by: Any, moment: str, content: str = "请知悉", **more: Any) -> Any:
    """A row of the 沟通计划."""
    row = {"moment": moment, "content": content, **more}
    return add_rows(plan, "comms", by=by, rows=[row], reason="补沟通计划")[0]


def mails(*kinds: str) -> list[Message]:
    """What went out of these kinds (beginnings), oldest first."""
    found = Message.objects.select_related("to").order_by("pk")
    return [one for one in found if one.kind.startswith(kinds)]


def names(messages: list[Message]) -> set[str]:
    return {one.to.username for one in messages if one.to}
