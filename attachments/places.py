"""Where attachments hang, whether or not their row is still there."""

from collections.abc import Iterable

from attachments.models import Attachment
from ground.errors import Hidden
from plans.document import NOTES, PLAN
from plans.lookup import find_section
from plans.models import Plan
from plans.places import Place, title_at, titles_at
from plans.tables.registry import has_section, section


def find_place(plan: Plan, key: str, row: int) -> Place:
    """The place with its present title; Hidden unless it is there, or something hangs there."""
    if key not in (PLAN, NOTES):
        find_section(key)
    try:
        return Place(key, row, title_at(plan, key, row))
    except Hidden:
        last = plan.attachments.filter(section=key, row=row).last() if row < 2**63 else None
        if last is None:
            raise
        return Place(key, row, last.title, is_gone=True)


def places_of(plan: Plan, attachments: Iterable[Attachment]) -> list[Place]:
    """The place of each, in one query for each table they hang on."""
    listed = list(attachments)
    titles = {
        key: titles_at(plan, key, [one.row for one in listed if one.section == key])
        for key in {one.section for one in listed if one.row}
    }
    return [_place(one, titles.get(one.section, {})) for one in listed]


def is_evidence(place: Place) -> bool:
    """Whether what hangs there proves that somebody did something: a row that people record on."""
    return bool(place.row) and has_section(place.key) and bool(section(place.key).recorders)


def _place(one: Attachment, titles: dict[int, str]) -> Place:
    known = titles.get(one.row, one.title)
    return Place(one.section, one.row, known, bool(one.row) and one.row not in titles)
