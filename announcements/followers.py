"""Accounts that come, are renamed or leave are invited and uninvited: the clock looks."""

from django.db.models import Q

from announcements.actions import ask_to_look
from ground.clock import now
from people.following import Follower
from plans.tables.registry import section


class InvitationFollower(Follower):
    """Asks for a look at every plan that names the person, when grants have followed."""

    def account_changed(self, names: set[str]) -> None:
        members = section("members").model._default_manager
        naming = members.filter(Q(name__in=names) | Q(user__in=names))
        ask_to_look(list(naming.values_list("plan_id", flat=True)), now())
