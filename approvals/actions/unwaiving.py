"""Ending waivers that count no more; within the transaction of what ended them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from approvals import events, waiver_letters
from approvals.glass import glass_of
from approvals.models import Waiver
from approvals.rules.scene import Scene
from approvals.rules.waiving import why_over
from ground.journal import record
from plans.models import Plan


def live_waivers(plan: Plan) -> QuerySet[Waiver]:
    """Those that are asked for or count, with the people who broke the glass."""
    found = Waiver.objects.filter(gate__plan=plan, state__in=Waiver.LIVE)
    return found.select_related("gate", "asked_by", "confirmed_by")


def end_outdated_waivers(plan: Plan, scene: Scene, *, by: Any, at: datetime) -> None:
    """Those whose content has changed, and requests at gates that wait no more."""
    for waiver in live_waivers(plan):
        if why := why_over(scene, scene.gate(waiver.gate_id), glass_of(waiver)):
            end_waiver(plan, waiver, why=why, by=by, at=at)


def end_waivers(plan: Plan, *, why: str, by: Any, at: datetime, gate: int | None = None) -> None:
    """All of the plan, or of one gate."""
    found = live_waivers(plan)
    for waiver in found if gate is None else found.filter(gate=gate):
        end_waiver(plan, waiver, why=why, by=by, at=at)


def end_waiver(
    plan: Plan, waiver: Waiver, *, why: str, by: Any, at: datetime, reason: str = ""
) -> None:
    waiver.gate.plan = plan
    Waiver.objects.filter(pk=waiver.pk, state__in=Waiver.LIVE).update(
        state=Waiver.ENDED, ended_at=at, ended_why=why
    )
    data = {
        "gate": waiver.gate.title, "names": waiver.by_line, "why": str(Waiver.WHYS[why]),
        "waiver": waiver.pk,
    }  # fmt: skip
    event = record(
        events.WAIVER_ENDED, chain=plan.chain, by=by, subject=f"gate:{waiver.gate_id}", at=at,
        reason=reason, data=data,
    )  # fmt: skip
    waiver_letters.ended(plan, waiver, event, why)
