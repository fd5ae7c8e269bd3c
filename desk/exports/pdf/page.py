"""The printed document of a plan as one HTML page, everything it needs inside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from desk.exports.pdf.chapters import APART, chapters
from desk.exports.pdf.fonts import MONO, SANS, font_faces
from desk.exports.pdf.tables import PrintedTable
from ground.models import Event
from plans.contribute import Chapter, gather
from plans.document import Document, load, whole_digest
from plans.meters import meters_of
from plans.models import Plan
from plans.source import source_of
from plans.writing.visible import facts

_ABOVE = frozenset({"number", "project", "version", "status", "window_start", "window_end"})
"""Fields that the cover tells in large letters."""


@dataclass(frozen=True)
class Printed:
    """A chapter as HTML, and what cover, contents and page need to know of it."""

    anchor: str
    title: str
    html: str
    is_wide: bool
    is_apart: bool
    count: int


def html_of(plan: Plan, now: datetime) -> str:
    """The whole page as of this hour, or of the last event if that is later.

    Within an hour the same plan in the same state and language gives the same text.
    """
    document = load(plan)
    last = Event.objects.filter(chain=plan.chain).order_by("-position").first()
    hour = now.replace(minute=0, second=0, microsecond=0)
    at = max(hour, last.at) if last else hour
    found = chapters(plan, document, at)
    return render_to_string("document/document.html", {
        **_about(plan, document, last),
        "as_of": at.astimezone(plan.zone).strftime("%Y-%m-%d %H:%M"),
        "chapters": [_printed(plan, number, chapter) for number, chapter in enumerate(found, start=1)],
        "widths": mark_safe("\n".join(_widths(found))),  # noqa: S308 - numbers and keys
        "language": "zh-CN" if (get_language() or "").startswith("zh") else get_language(),
        "faces": mark_safe(font_faces()),  # noqa: S308 - our own file names
        "sans": mark_safe(SANS),  # noqa: S308 - a constant
        "mono": mark_safe(MONO),  # noqa: S308 - a constant
    })  # fmt: skip


def _printed(plan: Plan, number: int, chapter: Chapter) -> Printed:
    table = _table(chapter)
    return Printed(
        f"chapter-{number}",
        chapter.title,
        render_to_string(chapter.template, {"plan": plan, **chapter.context}),
        is_wide=bool(table and table.is_wide),
        is_apart=chapter.order >= APART,
        count=table.count if table else 0,
    )


def _widths(found: Iterable[Chapter]) -> Iterator[str]:
    """The widths of the columns as style rules, for fixed tables take them from <col>."""
    for chapter in found:
        table = _table(chapter)
        if table is None:
            continue
        for at, column in enumerate(table.columns, start=1):
            yield f"#rows-{table.key} col:nth-child({at}) {{ width: {column.width}% }}"


def _table(chapter: Chapter) -> PrintedTable | None:
    table = chapter.context.get("table")
    return table if isinstance(table, PrintedTable) else None


def _about(plan: Plan, document: Document, last: Event | None) -> dict[str, Any]:
    address = f"{settings.BASE_URL}{plan.get_absolute_url()}"
    return {
        "plan": plan,
        "tone": plan.tone,
        "facts": [
            (c.label, text) for c, text in facts(source_of(plan, document)) if c.name not in _ABOVE
        ],
        "window": _window(plan),
        "meters": [*meters_of([plan])[plan.pk], *gather("meters", plan)],
        "revision": plan.revisions.first(),
        "digest": whole_digest(document),
        "last": last,
        "last_at": last.at.astimezone(plan.zone).strftime("%Y-%m-%d %H:%M:%S") if last else "",
        "address": address,
        "qr": mark_safe(_qr(address)),  # noqa: S308 - segno's own SVG
    }


def _window(plan: Plan) -> str:
    """From when to when, the date of the end only where it is another one."""
    start, end = (at and at.astimezone(plan.zone) for at in (plan.window_start, plan.window_end))
    ends = "%H:%M" if start and end and start.date() == end.date() else "%Y-%m-%d %H:%M"
    return " – ".join(
        [start.strftime("%Y-%m-%d %H:%M") if start else "", end.strftime(ends) if end else ""]
    ).strip(" –")


def _qr(address: str) -> str:
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(scale=3, border=2, omitsize=True, svgclass="qr", lineclass=None)
