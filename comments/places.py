"""Where comments stand: the plan, its prose, a section, a row or a note."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comments.models import Thread
from ground.errors import Hidden
from plans.document import NOTES, PLAN
from plans.lookup import find_note, find_row, find_section
from plans.models import Plan
from plans.tables.registry import has_section, section


@dataclass(frozen=True)
class Place:
    """`key` is "plan", "notes" or a section's; `row` the id of a row or note, or 0.

    `title` is what the row is called, `is_gone` whether it was deleted.
    """

    key: str
    row: int = 0
    title: str = ""
    is_gone: bool = False

    @property
    def label(self) -> str:
        """Such as 发布应用 · coin-center."""
        return "{section}{title}".format(**self.told())

    def told(self) -> dict[str, str]:
        """What an event says of it: words of ours, which are translated, and the row's own."""
        title = f" · {self.title}" if self.row and self.title else ""
        return {"section": part_label(self.key), "title": title, "place": str(self)}

    def __str__(self) -> str:
        return f"{self.key}:{self.row}"


def part_label(key: str) -> str:
    if key in (PLAN, NOTES):
        return _("整个计划") if key == PLAN else _("正文")
    return str(section(key).label) if has_section(key) else key


def find_place(plan: Plan, key: str, row: int) -> Place:
    """The place with its present title; Hidden unless it is there, or was spoken of."""
    if key not in (PLAN, NOTES):
        find_section(key)
    thread = plan.comment_threads.filter(section=key, row=row).first() if row < 2**63 else None
    if thread:
        return place_of(thread)
    return Place(key, row, _title(plan, key, row))


def place_of(thread: Thread) -> Place:
    """Where the thread stands, whether or not its row is still there."""
    [place] = places_of(thread.plan, [thread])
    return place


def places_of(plan: Plan, threads: Iterable[Thread]) -> list[Place]:
    """The places of these threads, in one query for each table they stand on."""
    listed = list(threads)
    titles = {key: _titles(plan, key, listed) for key in {one.section for one in listed if one.row}}
    return [_place(one, titles.get(one.section, {})) for one in listed]


def _place(thread: Thread, titles: dict[int, str]) -> Place:
    known = titles.get(thread.row, thread.title)
    return Place(thread.section, thread.row, known, bool(thread.row) and thread.row not in titles)


def _titles(plan: Plan, key: str, threads: list[Thread]) -> dict[int, str]:
    ids = [one.row for one in threads if one.section == key]
    if key == NOTES:
        return {note.pk: str(note) for note in plan.notes.filter(pk__in=ids)}
    rows = section(key).rows(plan).filter(pk__in=ids) if has_section(key) else ()
    return {row.pk: str(row) for row in rows}


def _title(plan: Plan, key: str, row: int) -> str:
    if key == PLAN and row:
        raise Hidden(_("没有这个位置。"))
    if not row:
        return ""
    return str(find_note(plan, row) if key == NOTES else find_row(plan, key, row))
