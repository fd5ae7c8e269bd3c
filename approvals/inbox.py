"""What waits for one person at gates."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.glass_inbox import glasses_for
from approvals.mentions import mentions_of
from approvals.models import Gate, SignOff
from approvals.reading import COUNTING, delegated_to, glance, roles_in
from approvals.rules.scene import OPEN, SIGNED, THROUGH, GateScene, Scene
from approvals.rules.signing import acting_hand
from approvals.waiting import waits_for
from approvals.words import covers_in_words
from people.models import Delegation
from plans import states
from plans.contribute import DueItem
from plans.models import Plan, PlanUserObjectPermission

SIGNABLE = (states.IN_REVIEW, *states.AMENDABLE)


def due_for(user: Any, now: datetime) -> list[DueItem]:
    """Gates to sign and plans to finish, and where this person was spoken to."""
    tasks = [*_to_sign(user, now), *glasses_for(user, now), *_to_finish(user)]
    return [*tasks, *mentions_of(user)]


def _to_sign(user: Any, now: datetime) -> Iterator[DueItem]:
    given = delegated_to(user, now)
    found = _open_gates(user, given)
    people = roles_in({gate.plan for gate in found}, user, given)
    for _plan, several in groupby(found, key=lambda gate: gate.plan_id):
        gates = list(several)
        plan = gates[0].plan
        scene = glance(plan, gates, now, people[plan.pk])
        for gate, here in zip(gates, scene.gates, strict=True):
            if waits_for(user, scene, here):
                yield _item(plan, gate, scene, here, user)


def _item(plan: Plan, gate: Gate, scene: Scene, here: GateScene, user: Any) -> DueItem:
    words = {"gate": here.rule.title, "covers": covers_in_words(here.rule)}
    what = _("签“%(gate)s”：%(covers)s") % words
    if principal := acting_hand(scene, here, user.pk).principal:
        words["whom"] = scene.people[principal].name
        what = _("代 %(whom)s 签“%(gate)s”：%(covers)s") % words
    return DueItem(
        what=what,
        plan=plan,
        since=gate.asked_at,
        due=gate.due_at,
        url=gate.get_absolute_url(),
        button=_("去签字"),
    )


def _open_gates(user: Any, given: Sequence[Delegation]) -> list[Any]:
    """The open gates of plans in which the person, or whoever they stand in for, has a part."""
    signed = SignOff.objects.filter(state=SignOff.SIGNED).select_related("signer")
    whose = [user.pk, *(one.giver_id for one in given)]
    mine = Q(plan__owner__in=whose) | Q(plan__in=_granted(whose))
    return list(
        Gate.objects.filter(mine, state=OPEN, plan__status__in=SIGNABLE)
        .filter(plan__in=Plan.objects.visible_to(user))
        .select_related("plan__owner", "clearance")
        .prefetch_related(
            Prefetch("signoffs", signed, to_attr="live"),
            Prefetch("waivers", COUNTING, to_attr="counting"),
            "late_edits",
        )
        .order_by("plan_id", "rank", "id")
    )


def _granted(people: list[int]) -> Any:
    grants = PlanUserObjectPermission.objects.filter(user__in=people)
    return grants.values("content_object_id")


def _to_finish(user: Any) -> Iterator[DueItem]:
    """Observed plans of this person's in which everything is signed."""
    gates = Gate.objects.filter(plan=OuterRef("pk"))
    through = Exists(gates.filter(state=SIGNED)) & ~Exists(gates.exclude(state__in=THROUGH))
    observed = Plan.objects.filter(through, owner=user, status=states.OBSERVING)
    for plan in observed.select_related("owner"):
        yield DueItem(
            what=_("全部签完，可以完成计划"),
            plan=plan,
            since=plan.observing_since,
            url=reverse("approvals:gates", args=[plan.number]),
            button=_("去完成"),
        )
