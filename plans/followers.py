"""Grants follow the accounts: a new or renamed person is linked at once."""

from django.db.models import Q

from people.following import Follower
from plans import states
from plans.grants import derive_grants
from plans.models import Plan
from plans.tables.registry import section, sections


class GrantFollower(Follower):
    """Derives the grants of every open plan that names the person."""

    def account_changed(self, names: set[str]) -> None:
        members = section("members").model._default_manager
        naming = members.filter(Q(name__in=names) | Q(user__in=names)).values("plan_id")
        plans = Plan.objects.filter(pk__in=naming).exclude(status__in=states.FINISHED)
        for plan in plans.select_for_update():
            derive_grants(plan)

    def knows(self, name: str) -> bool:
        """Is anybody called so in an open plan: as a member, deployer, tester, owner of a step …"""
        return any(
            part.model._default_manager.filter(Q(*said, _connector=Q.OR))
            .exclude(plan__status__in=states.FINISHED)
            .exists()
            for part in sections()
            if (said := [(str(cell.name), name) for cell in part.columns if cell.is_people])
        )
