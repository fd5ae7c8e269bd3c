"""Opening a rejected gate anew, after the repair."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import events
from approvals.actions.settling import end_rejections, settle_plan
from approvals.lookup import find_gate
from approvals.models import Gate
from approvals.reading import look
from approvals.rules.scene import LIVE, REJECTED, WAITING
from ground.clock import now
from ground.errors import WrongState
from ground.journal import record
from ground.lifecycle import move
from ground.policies import authorize
from plans.actions import answer_clearance, lock
from plans.actions.lifecycle import require


@transaction.atomic
def reopen(gate: Gate, *, by: Any, reason: str) -> Gate:
    """Let people sign a gate that was rejected after the start.

    Before the start a rejected plan is submitted again instead: WrongState.
    """
    plan = lock(gate.plan)
    authorize(by, "plan.view", plan)
    found = find_gate(plan, gate.pk)
    authorize(by, "gate.reopen", (look(plan, now()), None))
    require(reason)
    if plan.status not in LIVE[found.asks.phase]:
        raise WrongState(_("计划现在不在这一步；被驳回的计划请修改后重新提交。"))
    move(found, frm=REJECTED, to=WAITING, field="state")
    end_rejections([found.pk], why="reopened", at=now())
    record(
        events.REOPENED, chain=plan.chain, by=by, subject=f"gate:{found.pk}", reason=reason,
        data={"gate": found.title},
    )  # fmt: skip
    if found.clearance is not None and found.clearance.state == "refused":
        answer_clearance(found.clearance, "asked", at=now())
    settle_plan(plan, by=by)
    found.refresh_from_db(fields=["state"])
    return found
