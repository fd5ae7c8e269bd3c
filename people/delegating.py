"""Reading the delegations of one person, given and taken."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ground.errors import Hidden
from people.models import Delegation, User

SHOWN = 50


def delegations_of(person: User) -> list[Delegation]:
    """The latest ones, newest first."""
    return list(_of(person)[:SHOWN])


def delegation_of(person: User, pk: int) -> Delegation:
    """One of this person's, given or taken; an administrator finds any. Hidden otherwise."""
    found = Delegation.objects.all() if person.is_administrator else _of(person)
    if (one := found.filter(pk=pk).select_related("giver", "taker").first()) is None:
        raise Hidden(_("没有这个委托。"))
    return one


def _of(person: User) -> QuerySet[Delegation]:
    mine = Delegation.objects.filter(Q(giver=person) | Q(taker=person))
    return mine.select_related("giver", "taker")
