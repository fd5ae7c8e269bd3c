"""The chapters of the printed document, in order: sections, pictures, what the wings add."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from desk.board.graph import draw
from desk.exports.pdf.breakglass import break_glass
from desk.exports.pdf.tables import printed
from desk.rehearsal import GATE, rehearsal, usual_start
from desk.rehearsal.page import page_of
from plans.batches import OUTSIDE, AppNode, batches, nodes, rollback_order
from plans.contribute import Chapter, gather
from plans.document import Document
from plans.models import Plan
from plans.tables.registry import section, sections

REHEARSAL, NOTES, BREAK_GLASS = 850, 860, 960
APART = 940
"""Chapters from here on begin on a page of their own: sign-offs, break-glass."""

AFTER_APPS = 5
MOST_AWAITED = 12
MOST_BOXES = 60
"""More applications than this make a picture and a list that nobody can read."""


def chapters(plan: Plan, document: Document, at: datetime) -> list[Chapter]:
    """Every chapter that has something to say, as of `at`."""
    found = [
        *_sections(plan, document),
        *_batches(document),
        *_rehearsal(plan, at),
        *gather("chapters", plan, at),
        *_notes(document),
        *_break_glass(document),
    ]
    return sorted(found, key=lambda chapter: chapter.order)


def _sections(plan: Plan, document: Document) -> Iterator[Chapter]:
    for part in sections():
        rows = document.rows(part.key)
        if rows:
            table = printed(part, rows, plan.zone)
            yield Chapter(str(part.label), "document/section.html", {"table": table}, part.order)


def _rehearsal(plan: Plan, at: datetime) -> Iterator[Chapter]:
    """What is still to come, told from `at` or the release window's start on."""
    found = rehearsal(plan, usual_start(plan, at))
    if any(point.kind != GATE for point in found.points):
        context = {**page_of(found), "plan": plan}
        yield Chapter(_("预演"), "desk/document/rehearsal.html", context, REHEARSAL)


def _batches(document: Document) -> Iterator[Chapter]:
    everything = nodes(document.rows("apps"))
    if everything:
        linked = _linked(everything)
        shown = [node for node in everything if node.app.casefold() in linked]
        is_drawn = len(linked) <= MOST_BOXES
        context = {
            "batches": batches(everything),
            "picture": draw(shown if is_drawn else _whole_batches(everything)),
            "is_drawn": is_drawn,
            "awaited": [] if is_drawn else _most_awaited(everything),
            "back": rollback_order(everything),
            "is_short": len(everything) <= MOST_BOXES,
        }
        order = section("apps").order + AFTER_APPS
        yield Chapter(_("批次顺序与回滚顺序"), "document/batches.html", context, order)


def _whole_batches(everything: Sequence[AppNode]) -> list[AppNode]:
    """Each batch as one box, standing on the batches in which its dependencies are."""
    home = {node.app.casefold(): node.batch for node in everything}
    sizes = Counter(node.batch for node in everything)
    names = {batch: _("第 %(batch)s 批：%(n)s 个") % {"batch": batch, "n": size}
             for batch, size in sizes.items()}  # fmt: skip
    below: dict[int, set[int]] = {batch: set() for batch in sizes}
    for node in everything:
        known = (home.get(name.casefold()) for name in node.depends_on)
        below[node.batch] |= {one for one in known if one is not None} - {node.batch}
    return [
        AppNode(batch, names[batch], batch, "pending", tuple(names[one] for one in sorted(needed)))
        for batch, needed in sorted(below.items())
    ]


def _most_awaited(everything: Iterable[AppNode]) -> list[tuple[str, int]]:
    """(application, how many wait for it), of those that hold up the most others."""
    waited = Counter(name for node in everything for name in node.depends_on)
    return waited.most_common(MOST_AWAITED)


def _linked(everything: Iterable[AppNode]) -> set[str]:
    linked: set[str] = set()
    for node in everything:
        inside = [name.casefold() for name in node.depends_on if not name.startswith(OUTSIDE)]
        linked.update([node.app.casefold(), *inside] if node.depends_on else ())
    return linked


def _notes(document: Document) -> Iterator[Chapter]:
    if document.notes:
        yield Chapter(_("正文"), "document/notes.html", {"notes": _headed(document)}, NOTES)


def _headed(document: Document) -> list[dict[str, Any]]:
    """Notes with the headings that are new since the note before: [(level, title)]."""
    headed: list[dict[str, Any]] = []
    above: list[str] = []
    for note in document.notes:
        path = list(note["heading"])
        open_still = _common(above, path)
        new = [
            (min(depth + 3, 6), title) for depth, title in enumerate(path) if depth >= open_still
        ]
        headed.append({"headings": new, "text": note["text"]})
        above = path
    return headed


def _common(one: list[str], other: list[str]) -> int:
    """How many headings the two paths begin with alike."""
    pairs = zip(one, other, strict=False)
    differing = (at for at, (first, second) in enumerate(pairs) if first != second)
    return next(differing, min(len(one), len(other)))


def _break_glass(document: Document) -> Iterator[Chapter]:
    glass = break_glass(document)
    if glass.apps or glass.switches or glass.statements or glass.steps:
        yield Chapter(
            _("应急手册：本系统不可用时怎样手工回滚"), "document/break_glass.html",
            {"glass": glass}, BREAK_GLASS,
        )  # fmt: skip
