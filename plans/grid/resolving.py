"""Which names in people cells stand for nobody: kept as typed, and flagged."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import User
from plans.grants import link
from plans.models import Plan
from plans.tables.cells.lists import SEPARATORS
from plans.tables.registry import section
from plans.tables.row import PlanRow
from plans.tables.section import Section

Doubts = dict[str, str]
"""{name: why nobody is known behind it}."""


def names_in(text: str) -> list[str]:
    """The names of a people cell, split as it shows them."""
    for mark in SEPARATORS:
        text = text.replace(mark, "\n")
    return [name.strip() for name in text.split("\n") if name.strip()]


def doubts_of(plan: Plan, part: Section, rows: Sequence[PlanRow]) -> list[Doubts]:
    """For each row the names in it that are no member and no account; two queries in all."""
    found = [_names_of(part, row) for row in rows]
    wanted = {name for names in found for name in names}
    known = _doubts(plan, wanted) if wanted else {}
    return [{name: known[name] for name in names if name in known} for names in found]


def _names_of(part: Section, row: PlanRow) -> list[str]:
    people = [str(cell.name) for cell in part.columns if cell.is_people]
    return [name for field in people for name in _each(getattr(row, field))]


def _each(value: Any) -> Iterable[str]:
    return value if isinstance(value, list) else names_in(value or "")


def _doubts(plan: Plan, names: set[str]) -> Doubts:
    members = dict(section("members").rows(plan).values_list("name", "user"))
    words = names | {user for user in members.values() if user}
    accounts = list(User.objects.filter(Q(username__in=words) | Q(display_name__in=words)))
    said = {name: _doubt(name, members.get(name), accounts) for name in names}
    return {name: why for name, why in said.items() if why}


def _doubt(name: str, user_name: str | None, accounts: list[User]) -> str:
    """Empty for a name that one account answers to; `user_name` is a member's, None for others."""
    state = link(name, user_name or "", accounts).state
    if state == "linked":
        return ""
    if state == "ambiguous":
        return _("有重名的账号，分不清是谁")
    if user_name is not None:
        return _("没有关联账号，不能签字")
    return _("查无此人：发布人员和账号里都没有这个名字")
