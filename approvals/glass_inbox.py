"""Broken glasses that wait for one person: to be confirmed, or to be looked at afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.glass import glass_of
from approvals.models import Waiver
from approvals.reading import gates_of, glance
from approvals.rules.scene import GateScene, Scene
from approvals.rules.waiving import may_confirm, may_review
from plans.contribute import DueItem
from plans.models import Plan, PlanUserObjectPermission


def glasses_for(user: Any, now: datetime) -> Iterator[DueItem]:
    """One line for each; the owner is shown those that nobody has reviewed, too."""
    wanted = Waiver.objects.filter(
        _concerns(user),
        state__in=(Waiver.ASKED, Waiver.CONFIRMED),
        gate__plan__in=Plan.objects.visible_to(user),
    )
    for waiver in wanted.select_related("gate__plan__owner", "asked_by", "confirmed_by"):
        plan = waiver.gate.plan
        scene = glance(plan, gates_of(plan), now)
        here = scene.gate(waiver.gate_id)
        if waiver.state == Waiver.ASKED and _is_second(scene, here, waiver, user):
            yield _item(waiver, _("确认或驳回豁免“%(gate)s”"), _("去看"), waiver.asked_at)
        elif waiver.state == Waiver.CONFIRMED:
            can = bool(may_review(scene, here, glass_of(waiver), user.pk))
            if can or plan.owner_id == user.pk:
                said = _("复核豁免的“%(gate)s”") if can else _("“%(gate)s”的豁免等人复核")
                yield _item(waiver, said, _("去复核") if can else _("去看"), waiver.confirmed_at)


def _concerns(user: Any) -> Q:
    """In plans where this person, or somebody who ever delegated to this one, has a part."""
    mine = Q(user=user) | Q(user__delegations_given__taker=user)
    played = PlanUserObjectPermission.objects.filter(mine).values("content_object_id")
    return Q(gate__plan__owner=user) | Q(gate__plan__in=played)


def _is_second(scene: Scene, here: GateScene, waiver: Waiver, user: Any) -> bool:
    return bool(may_confirm(scene, here, glass_of(waiver), user.pk))


def _item(waiver: Waiver, what: str, button: str, since: datetime | None) -> DueItem:
    return DueItem(
        what=what % {"gate": waiver.gate.title},
        plan=waiver.gate.plan,
        since=since,
        url=waiver.gate.get_absolute_url(),
        button=button,
    )
