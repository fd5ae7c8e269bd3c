"""Who stands in for whom on a plan: delegations of people, read into its cast (no queries)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from approvals.rules.scene import Person
from people.models import Delegation
from plans.models import Plan


def with_delegates(
    people: Mapping[int, Person],
    delegations: Iterable[Delegation],
    plan: Plan,
    in_use: Collection[str],
) -> dict[int, Person]:
    """The cast with those who stand in for somebody of it.

    A plan that only its members see is not opened by a delegation: there a delegate counts
    who is a member too. Parts that a delegate has by somebody else are not handed on, nor
    are those of `in_use`, which ask for a role of the installation, to who has not got it.
    """
    cast = dict(people)
    for one in delegations:
        giver, taker = people.get(one.giver_id), cast.get(one.taker_id)
        if giver is None or not giver.codes or (taker is None and plan.visibility != "all"):
            continue
        taker = taker or Person(one.taker_id, one.taker.called, frozenset())
        lacks = {part for part in in_use if part not in one.taker.roles}
        stands_in = {**taker.stands_in, giver.id: giver.codes - lacks}
        until = {**taker.until, giver.id: one.last_day}
        cast[taker.id] = replace(taker, stands_in=stands_in, until=until)
    return cast
