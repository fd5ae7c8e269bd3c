"""What the installation's list of applications knows about the names in a plan."""

from django.db.models import Exists, OuterRef

from applications.models import Mention, Name
from applications.names import nearest
from applications.resolving import offered
from ground.texts import fold
from plans.models import Plan
from plans.naming import DEPENDED

MOST_STRANGERS = 50
MOST_KNOWN = 1_000
"""A check stays quick whatever the installation holds."""


def with_catalogue(names: list[str]) -> list[str]:
    """A plan's own names, then those of the installation's list that it does not have yet."""
    mine = {fold(name) for name in names}
    return [*names, *(name for name in offered() if fold(name) not in mine)]


def near_names(plan: Plan) -> dict[str, tuple[str, ...]]:
    """{name as it is compared: names of the list one slip away}, for what only this plan says."""
    strangers = _strangers(plan)
    if not strangers:
        return {}
    known = [name for name in offered(MOST_KNOWN, but=DEPENDED) if fold(name) not in strangers]
    found = {name: tuple(nearest(name, known)) for name in strangers}
    return {name: near for name, near in found.items() if near}


def _strangers(plan: Plan) -> set[str]:
    """Names that no other plan says and nobody has vouched for."""
    others = Mention.objects.filter(fold=OuterRef("fold")).exclude(subject=plan.pk)
    vouched = Name.objects.filter(fold=OuterRef("fold"), application__changed_at__isnull=False)
    mine = Mention.objects.filter(~Exists(others), ~Exists(vouched), subject=plan.pk)
    return set(mine.order_by().values_list("fold", flat=True).distinct()[:MOST_STRANGERS])
