"""The release window against calendar, change windows and freezes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars.spans import Closed, Span, Weekly, freeze_at, in_window, next_opening
from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import SetCells
from plans.findings.spots import of_plan
from plans.states import BEFORE_START
from plans.tables.cells import Clock

FARTHEST = timedelta(days=366)
"""How long a release window may be before nobody walks through it."""


def release_span(document: Document) -> Span | None:
    """The release window; without an end one day from its start; None when it is not known."""
    start, end = (_moment(document.plan.get(name)) for name in ("window_start", "window_end"))
    if start is None:
        return None
    return Span(start, end if end and end > start else start + timedelta(days=1))


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None
    return moment if moment and moment.tzinfo else None


def own_windows(document: Document) -> tuple[Weekly, ...]:
    """The plan's own change windows; rows without both times are left out."""
    read = Clock().from_json
    return tuple(
        Weekly(read(row["start"]), read(row["end"]), frozenset(row.get("days") or []))
        for row in document.rows("windows")
        if row.get("start") and row.get("end")
    )


def _is_over(document: Document, context: Context, span: Span) -> bool:
    """A release window that went by before anybody started; nothing else about it matters."""
    coming = str(document.plan.get("status") or "draft") in BEFORE_START
    return coming and span.end <= context.now


@rule
def window(document: Document, context: Context) -> Iterator[Finding]:
    """Is there a window, and does it lie ahead? The next opening is offered."""
    plan, span = document.plan, release_span(document)
    if span and _is_over(document, context, span):
        text = gettext_lazy("发布窗口在 %(end)s 已经过去，计划还没有开始，请改到新的时间。")
        next_hour = (context.now + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        fixes = _later(document, context, span, after=next_hour)
        end = _local(span.end, context)
        yield of_plan(document).warning("window_start", "window-past", text, *fixes, end=end)
        return
    if not plan.get("window_start") or not plan.get("window_end"):
        missing = "window_end" if plan.get("window_start") else "window_start"
        text = gettext_lazy("还没有填发布窗口的开始和结束。")
        if span:
            text = gettext_lazy("还没有填发布窗口的结束时间。")
        yield of_plan(document).hint(missing, "no-window", text)


@rule
def workday(document: Document, context: Context) -> Iterator[Finding]:
    span = release_span(document)
    if span is None or _is_over(document, context, span):
        return
    start = span.start.astimezone(context.zone).date()
    day = context.day(start)
    if day is None:
        return
    if not day.official:
        text = gettext_lazy("还没有 %(year)s 年的官方节假日数据，工作日只按星期推算。")
        yield of_plan(document).hint("window_start", "year-without-holidays", text, year=start.year)
    if not day.is_workday:
        text = gettext_lazy("发布从 %(day)s 开始，这天不是工作日。")
        if day.name:
            text = gettext_lazy("发布从 %(day)s 开始，这天不是工作日（%(name)s）。")
        words = {"day": start.isoformat(), **({"name": day.name} if day.name else {})}
        yield of_plan(document).warning("window_start", "start-on-holiday", text, **words)


@rule
def openings(document: Document, context: Context) -> Iterator[Finding]:
    """A start at which nothing may go up; the next opening is offered."""
    span = release_span(document)
    if span is None or _is_over(document, context, span):
        return
    windows = own_windows(document) or context.windows
    frozen = freeze_at(span.start, context.freezes)
    if frozen:
        yield _frozen(document, context, frozen)
    elif not in_window(span.start, windows, context.zone):
        start = _local(span.start, context)
        text = gettext_lazy("发布从 %(start)s 开始，不在变更窗口内。")
        fixes = _later(document, context, span, after=span.start)
        yield of_plan(document).warning(
            "window_start", "start-outside-windows", text, *fixes, start=start
        )
    yield from _on_the_way(document, context, span, frozen)


def _frozen(document: Document, context: Context, frozen: Closed) -> Finding:
    text = gettext_lazy("发布开始时正在封网（%(why)s），%(end)s 才解封。")
    words = {"why": frozen.reason or "—", "end": _local(frozen.end, context)}
    return of_plan(document).warning("window_start", "start-in-freeze", text, **words)


def _on_the_way(
    document: Document, context: Context, span: Span, frozen: Closed | None
) -> Iterator[Finding]:
    """Freezes that begin while the release is under way."""
    for one in context.freezes:
        if one is not frozen and span.start < one.start < span.end:
            text = gettext_lazy(
                "发布窗口里 %(start)s 开始封网（%(why)s），封网期间不能发布和放量。"
            )
            words = {"why": one.reason or "—", "start": _local(one.start, context)}
            yield of_plan(document).warning("window_end", "freeze-in-window", text, **words)


def _later(
    document: Document, context: Context, span: Span, *, after: datetime
) -> Iterator[SetCells]:
    """The next opening after a moment as a new start, the end moved by as much."""
    windows = own_windows(document) or context.windows
    opening = next_opening(after, windows, context.freezes, context.zone)
    if not windows or opening is None or opening - after > FARTHEST:
        return
    values = {"window_start": opening.astimezone(context.zone).isoformat()}
    if document.plan.get("window_end"):
        end = span.end + (opening - span.start)
        values["window_end"] = end.astimezone(context.zone).isoformat()
    yield SetCells(_("改到 %(start)s 开始") % {"start": _local(opening, context)}, values)


def _local(moment: datetime, context: Context) -> str:
    return moment.astimezone(context.zone).strftime("%Y-%m-%d %H:%M")
