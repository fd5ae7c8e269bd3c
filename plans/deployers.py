"""Who deployed what: the people that the log names, taps that were taken back left out."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ground.models import Event

MOVED, TAKEN_BACK = "app.moved", "app.taken_back"
"""Keys of plans.events, which stands a floor above."""
DEPLOYS = frozenset({"deploying", "deployed"})

Deployers = dict[tuple[str, str], set[int]]


def deployers_in(chains: Iterable[str]) -> Deployers:
    """{(chain, subject): user ids} of these chains, in one query."""
    told = Event.objects.filter(chain__in=list(chains), kind__in=(MOVED, TAKEN_BACK)).order_by(
        "chain", "position"
    )
    moves: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for event in told:
        here = moves[event.chain, event.subject]
        if event.kind == MOVED:
            here.append((event.data.get("to", ""), event.actor_id or 0))
        elif here:
            here.pop()
    return {where: _of_the_last(made) for where, made in moves.items()}


def _of_the_last(made: list[tuple[str, int]]) -> set[int]:
    """Who had a hand in the last deployment; an earlier one that failed bars nobody."""
    begun = max((at for at, (to, _actor) in enumerate(made) if to == "deploying"), default=0)
    return {actor for to, actor in made[begun:] if to in DEPLOYS}


def deployers_of(app: Any) -> set[int]:
    """Who deployed this application; asked once per plan object."""
    plan = app.plan
    known: Deployers | None = plan.__dict__.get("_deployers")
    if known is None:
        known = plan.__dict__["_deployers"] = deployers_in([plan.chain])
    return known.get((plan.chain, f"apps:{app.pk}"), set())
