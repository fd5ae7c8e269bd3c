"""Places of a plan on which something can hang: the plan, its prose, a section, a row or a note."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ground.errors import Hidden
from plans.document import NOTES, PLAN
from plans.lookup import find_note, find_row
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


def title_at(plan: Plan, key: str, row: int) -> str:
    """What stands at the place is called now; Hidden when nothing does."""
    if key == PLAN and row:
        raise Hidden(_("没有这个位置。"))
    if not row:
        return ""
    return str(find_note(plan, row) if key == NOTES else find_row(plan, key, row))


def titles_at(plan: Plan, key: str, ids: Iterable[int]) -> dict[int, str]:
    """{id: what it is called now} of those rows or notes that are still there; one query."""
    wanted = list(ids)
    if key == NOTES:
        return {note.pk: str(note) for note in plan.notes.filter(pk__in=wanted)}
    rows = section(key).rows(plan).filter(pk__in=wanted) if has_section(key) else ()
    return {row.pk: str(row) for row in rows}
