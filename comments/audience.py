"""Who can be spoken to about a plan: nobody hears of a plan that they may not see."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from comments.prose import spoken
from people.mentions import Found, Known, find, names_of
from people.models import User
from plans.grants import grants_of
from plans.models import Plan


def readers(plan: Plan) -> Any:
    """The active accounts that may see the plan, as a query."""
    active = User.objects.filter(is_active=True).order_by("pk")
    if plan.visibility == "all":
        return active
    return active.filter(Q(pk=plan.owner_id) | Q(pk__in=list(grants_of(plan))))


def known_readers(plan: Plan) -> list[Known]:
    """The same as names; the plan's own people first."""
    own = {*grants_of(plan), plan.owner_id}
    return sorted(_known(readers(plan)), key=lambda one: one.id not in own)


def mentioned(text: str, plan: Plan) -> list[Found]:
    """Who among the readers is spoken to in `text`, each once."""
    return _once(_found(text, names_of(known_readers(plan))))


def out_of_hearing(text: str, plan: Plan) -> list[str]:
    """Names in `text` of people who may not see the plan, and so are told nothing."""
    if plan.visibility == "all":
        return []
    reached = {one.id for one in known_readers(plan)}
    everybody = names_of(_known(User.objects.filter(is_active=True)))
    return [one.name for one in _once(_found(text, everybody)) if one.person not in reached]


def _known(people: Any) -> list[Known]:
    return [Known(*row) for row in people.values_list("pk", "username", "display_name")]


def _found(text: str, names: dict[str, int]) -> Iterable[Found]:
    if "@" not in text and "＠" not in text:
        return []
    return [one for part in spoken(text) for one in find(part, names)]


def _once(found: Iterable[Found]) -> list[Found]:
    return list({one.person: one for one in found}.values())
