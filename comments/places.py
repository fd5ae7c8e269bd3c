"""Where comments stand, whether or not their row is still there."""

from collections.abc import Iterable

from comments.models import Thread
from plans.document import NOTES, PLAN
from plans.lookup import find_section
from plans.models import Plan
from plans.places import Place, title_at, titles_at

__all__ = ["Place", "find_place", "place_of", "places_of"]


def find_place(plan: Plan, key: str, row: int) -> Place:
    """The place with its present title; Hidden unless it is there, or was spoken of."""
    if key not in (PLAN, NOTES):
        find_section(key)
    thread = plan.comment_threads.filter(section=key, row=row).first() if row < 2**63 else None
    if thread:
        return place_of(thread)
    return Place(key, row, title_at(plan, key, row))


def place_of(thread: Thread) -> Place:
    """Where the thread stands, whether or not its row is still there."""
    [place] = places_of(thread.plan, [thread])
    return place


def places_of(plan: Plan, threads: Iterable[Thread]) -> list[Place]:
    """The places of these threads, in one query for each table they stand on."""
    listed = list(threads)
    titles = {
        key: titles_at(plan, key, [one.row for one in listed if one.section == key])
        for key in {one.section for one in listed if one.row}
    }
    return [_place(one, titles.get(one.section, {})) for one in listed]


def _place(thread: Thread, titles: dict[int, str]) -> Place:
    known = titles.get(thread.row, thread.title)
    return Place(thread.section, thread.row, known, bool(thread.row) and thread.row not in titles)
