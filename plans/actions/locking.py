"""Every action locks the plan first: no deadlock, no forked chain."""

from plans.models import Plan


def lock(plan: Plan) -> Plan:
    """The plan as it stands in the database, locked until the transaction ends."""
    return Plan.objects.select_for_update(of=("self",)).select_related("owner").get(pk=plan.pk)
