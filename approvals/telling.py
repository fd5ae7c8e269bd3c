"""Who of a plan hears of its gates."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from approvals.rules.due import OWNER
from approvals.rules.seats import part_label
from approvals.rules.shape import Rule
from people.models import User
from plans.grants import everyone, grants_of
from plans.models import Plan


def hearing(plan: Plan, rule: Rule, also: Iterable[int] = ()) -> list[User]:
    """The parts that the rule tells and the owner; everybody of the plan when it names none.

    `also` are people whom it concerns whatever they play.
    """
    if not rule.tells:
        return _people({one.pk for one in everyone(plan)} | set(also))
    return _people({one.pk for one in playing(plan, (*rule.tells, OWNER))} | set(also))


def playing(plan: Plan, parts: Collection[str]) -> list[User]:
    """Active people who play any of the parts; "owner" is the plan's owner."""
    found = {pk for pk, codes in grants_of(plan).items() if codes & set(parts)}
    if OWNER in parts:
        found.add(plan.owner_id)
    return _people(found)


def told_part(part: str) -> str:
    """What people call a part that is told of something."""
    return _("计划负责人") if part == OWNER else part_label(part)


def _people(ids: Collection[int]) -> list[User]:
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))
