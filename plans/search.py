"""Which plans speak of some words: title, number, people, and what names their rows."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from plans.models import Plan
from plans.tables.cells import Line, Prose
from plans.tables.registry import sections
from plans.tables.section import Section

OWN = ("number", "title", "project", "version", "owner_text", "owner__display_name")
MOST_WORDS = 5


def matching(plans: QuerySet[Plan], text: str) -> QuerySet[Plan]:
    """The plans in which every word of `text` occurs somewhere."""
    for word in text.split()[:MOST_WORDS]:
        own = Q(*[(f"{name}__icontains", word) for name in OWN], _connector=Q.OR)
        plans = plans.filter(Q(own, *_in_rows(word), _connector=Q.OR))
    return plans


def _in_rows(word: str) -> list[Exists]:
    return [Exists(_rows_with(part, names, word)) for part in sections() if (names := _names(part))]


def _rows_with(part: Section, names: list[str], word: str) -> QuerySet[Any]:
    wanted = Q(*[(f"{name}__icontains", word) for name in names], _connector=Q.OR)
    return part.model._default_manager.filter(wanted, plan=OuterRef("pk"))


def _names(part: Section) -> list[str]:
    """The text columns that identify a row."""
    cells = [part.column(name) for name in part.identity]
    return [str(cell.name) for cell in cells if isinstance(cell, Line | Prose)]
