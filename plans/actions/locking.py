"""Every action locks the plan first: no deadlock, no forked chain."""

from collections.abc import Iterable

from plans.models import Plan


def lock(plan: Plan) -> Plan:
    """The plan as it stands in the database, locked until the transaction ends."""
    return Plan.objects.select_for_update(of=("self",)).select_related("owner").get(pk=plan.pk)


def lock_many(ids: Iterable[int]) -> dict[int, Plan]:
    """Several plans, locked in one order, so that two who lock some of the same do not cross."""
    rows = Plan.objects.select_for_update(of=("self",)).filter(pk__in=sorted(set(ids)))
    return {plan.pk: plan for plan in rows.order_by("pk")}
