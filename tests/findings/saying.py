"""How tests of the rules ask: rows in, findings or their codes out."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from calendars.days import Day
from calendars.spans import Closed, Weekly
from plans.document import Document
from plans.findings import Context, Finding, check

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
PLAN = {
    "title": "双十二",
    "window_start": "2026-11-24T22:00:00+08:00",
    "window_end": "2026-11-25T02:00:00+08:00",
    "status": "draft",
}


def document(plan: dict[str, Any] | None = None, notes: Any = (), **sections: Any) -> Document:
    rows = {
        key: [{"id": n, "extra": {}, **row} for n, row in enumerate(rows, 1)]
        for key, rows in sections.items()
    }
    written = [{"id": n, "heading": ["说明"], "text": text} for n, text in enumerate(notes, 1)]
    return Document({**PLAN, **(plan or {})}, rows, written)


def findings(context: Context | None = None, **given: Any) -> list[Finding]:
    return check(document(**given), context or Context(NOW))


def codes(context: Context | None = None, **given: Any) -> list[str]:
    """Without what every plan with applications is told as long as it has no switches."""
    return [one.code for one in findings(context, **given) if one.code != "no-rollback-switch"]


def only(code: str, context: Context | None = None, **given: Any) -> list[Finding]:
    """The findings of one rule."""
    return [one for one in findings(context, **given) if one.code == code]


def app(name: str, batch: int, *depends_on: str, **more: Any) -> dict[str, Any]:
    return {"app": name, "batch": batch, "depends_on": list(depends_on), **more}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def calendar(
    *windows: tuple[str, str], freezes: tuple[Closed, ...] = (), days: dict[date, Day] | None = None
) -> Context:
    """A context with change windows by their clocks, and what else the calendar knows."""
    weekly = tuple(Weekly(time.fromisoformat(a), time.fromisoformat(b)) for a, b in windows)
    return Context(NOW, weekly, freezes, days if days is not None else {})
