"""Whom the text of 对象 means: parts, names, or everyone of the plan."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from people.mentions import Known, names_of
from people.models import User
from plans.grants import everyone, grants_of
from plans.models import Plan
from plans.parts import part_of

ALL = (
    "全员", "全体", "所有人", "全部人员", "大家", "项目组", "项目成员", "发布人员", "相关人员", "干系人", "团队",
    "everyone", "everybody", "stakeholder",
)  # fmt: skip
ALL_ALONE = frozenset({"all", "team", "the team", "whole team"})
OWNERS = ("负责人", "owner")
_PARTS = re.compile(r"[、，,;；/|&+\n]|以及|及其|\band\b")
_JOINED = re.compile(r"[与和及\s]+")


@dataclass(frozen=True)
class Audience:
    """The people, and whether any word of the text was understood."""

    people: list[User]
    is_understood: bool


def audience_of(plan: Plan, text: str) -> Audience:
    """Active accounts that may see the plan; everyone of the plan when nobody is recognised."""
    names = names_of(_known(plan))
    found: set[int] = set()
    for word in _words(text, names):
        found |= _meant(plan, word, names)
    if not found:
        return Audience(everyone(plan), False)
    people = User.objects.filter(pk__in=found, is_active=True).order_by("pk")
    return Audience(list(people), True)


def _words(text: str, names: dict[str, int]) -> Iterator[str]:
    """The parts of a list; a name such as 李和平 is not taken apart."""
    for part in map(_bare, _PARTS.split(text)):
        whole = part in names
        yield from filter(None, [part] if whole else map(_bare, _JOINED.split(part)))


def _bare(word: str) -> str:
    return word.strip().lstrip("@＠")


def _meant(plan: Plan, word: str, names: dict[str, int]) -> set[int]:
    if word in names:
        return {names[word]}
    folded = word.casefold()
    if folded in ALL_ALONE or any(one in folded for one in ALL):
        return {person.pk for person in everyone(plan)}
    part = part_of(word)
    found = set(_playing(plan, part)) if part != "other" else set()
    is_owner = any(one in folded for one in OWNERS)
    return found | ({plan.owner_id} if is_owner and part in ("pm", "other") else set())


def _playing(plan: Plan, part: str) -> Iterable[int]:
    return [person for person, parts in grants_of(plan).items() if part in parts]


def _known(plan: Plan) -> Iterable[Known]:
    active = User.objects.filter(is_active=True)
    if plan.visibility != "all":
        active = active.filter(Q(pk=plan.owner_id) | Q(pk__in=list(grants_of(plan))))
    return [Known(*row) for row in active.values_list("pk", "username", "display_name")]
