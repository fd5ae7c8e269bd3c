"""Who deployed what: the people that the log names, taps that were taken back left out."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ground.models import Event
from plans import events

DEPLOYS = frozenset({"deploying", "deployed"})

Deployers = dict[tuple[str, str], set[int]]


def deployers_in(chains: Iterable[str]) -> Deployers:
    """{(chain, subject): user ids} of these chains, in one query."""
    kinds = (events.APP_MOVED.key, events.APP_TAKEN_BACK.key)
    told = Event.objects.filter(chain__in=list(chains), kind__in=kinds).order_by(
        "chain", "position"
    )
    moves: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for event in told:
        here = moves[event.chain, event.subject]
        if event.kind == events.APP_MOVED.key:
            here.append((event.data.get("to", ""), event.actor_id or 0))
        elif here:
            here.pop()
    return {where: {actor for to, actor in made if to in DEPLOYS} for where, made in moves.items()}


def deployers_of(app: Any) -> set[int]:
    """Who deployed this application; asked once per plan object."""
    plan = app.plan
    known: Deployers | None = plan.__dict__.get("_deployers")
    if known is None:
        known = plan.__dict__["_deployers"] = deployers_in([plan.chain])
    return known.get((plan.chain, f"apps:{app.pk}"), set())
