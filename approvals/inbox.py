"""What waits for one person at gates."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.models import Gate, SignOff
from approvals.reading import glance
from approvals.rules.conditions import ask
from approvals.rules.scene import OPEN, SIGNED, GateScene, Scene
from approvals.rules.signing import entitled, has_seat
from approvals.words import covers_in_words
from plans import states
from plans.contribute import DueItem
from plans.models import Plan

SIGNABLE = (states.IN_REVIEW, *states.AMENDABLE)


def due_for(user: Any, now: datetime) -> list[DueItem]:
    """Gates to sign, rejected plans to mend, plans to finish; for this person."""
    return [*_to_sign(user, now), *_to_mend(user), *_to_finish(user)]


def _to_sign(user: Any, now: datetime) -> Iterator[DueItem]:
    for plan, gates in _open_gates(user):
        scene = glance(plan, gates, now)
        for gate, here in zip(gates, scene.gates, strict=True):
            if _waits_for(user, scene, here):
                yield DueItem(
                    what=_("签“%(gate)s”：%(covers)s")
                    % {"gate": here.rule.title, "covers": covers_in_words(here.rule)},
                    plan=plan,
                    since=gate.opened_at,
                    url=gate.get_absolute_url(),
                    button=_("去签字"),
                )


def _waits_for(user: Any, scene: Scene, gate: GateScene) -> bool:
    """A seat is free for this person, and the moment to sign has come."""
    return bool(
        entitled(scene, gate, user.pk)
        and has_seat(scene, gate, user.pk)
        and ask(gate.rule.signs, scene, gate)
    )


def _open_gates(user: Any) -> Iterator[tuple[Plan, list[Any]]]:
    """The open gates of plans in which the person plays a part, plan by plan."""
    signed = SignOff.objects.filter(state=SignOff.SIGNED).select_related("signer")
    mine = Q(plan__owner=user) | Q(plan__grants__user=user)
    found = (
        Gate.objects.filter(mine, state=OPEN, plan__status__in=SIGNABLE)
        .distinct()
        .select_related("plan__owner", "clearance")
        .prefetch_related(Prefetch("signoffs", signed, to_attr="live"), "late_edits")
        .order_by("plan_id", "rank", "id")
    )
    for _plan, gates in groupby(found, key=lambda gate: gate.plan_id):
        several = list(gates)
        yield several[0].plan, several


def _to_mend(user: Any) -> Iterator[DueItem]:
    """Plans of this person's that were rejected."""
    for plan in Plan.objects.filter(owner=user, status=states.REJECTED).select_related("owner"):
        last = (
            SignOff.objects.filter(gate__plan=plan, state=SignOff.REJECTED, ended_at=None)
            .select_related("signer")
            .last()
        )
        why = f"{last.signer.called}：{last.comment}" if last else ""
        yield DueItem(
            what=_("被驳回，修改后重新提交：%(why)s") % {"why": why},
            plan=plan,
            since=last.signed_at if last else plan.changed_at,
            url=plan.get_absolute_url(),
            button=_("去修改"),
        )


def _to_finish(user: Any) -> Iterator[DueItem]:
    """Observed plans of this person's in which everything is signed."""
    for plan in Plan.objects.filter(owner=user, status=states.OBSERVING).select_related("owner"):
        left = Gate.objects.filter(plan=plan).exclude(state__in=("signed", "spare"))
        if Gate.objects.filter(plan=plan, state=SIGNED).exists() and not left.exists():
            yield DueItem(
                what=_("全部签完，可以完成计划"),
                plan=plan,
                since=plan.observing_since,
                url=reverse("approvals:gates", args=[plan.number]),
                button=_("去完成"),
            )
