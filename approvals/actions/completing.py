"""Completion: the observation is over, and people have said that it is good."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.reading import look
from approvals.rules.conditions import ask
from approvals.rules.scene import THROUGH
from approvals.rules.settling import settle
from approvals.rules.shape import CLOSE, RELEASE
from ground.clock import now
from ground.errors import WrongState
from ground.policies import authorize
from ground.words import in_row
from plans import events as plan_events
from plans import states
from plans.actions import change_state, lock
from plans.models import Plan
from plans.release import amendment_is_open


@transaction.atomic
def complete(plan: Plan, *, by: Any, reason: str = "") -> Plan:
    """Finish an observed plan; needs 线上验证 and 结束与总结 signed and no open amendment."""
    plan, moment = lock(plan), now()
    authorize(by, "plan.manage", plan)
    if plan.status != states.OBSERVING:
        raise WrongState(
            _("计划现在是“%(state)s”，观察期结束后才能完成。")
            % {"state": plan.get_status_display()}
        )
    if amendment_is_open(plan):
        raise WrongState(_("计划有变更待签，签完之后才能完成。"))
    _require_signed(plan, moment)
    return change_state(
        plan, plan_events.DONE, frm=states.OBSERVING, to=states.DONE, by=by, reason=reason,
        finished_at=moment,
    )  # fmt: skip


def _require_signed(plan: Plan, moment: Any) -> None:
    scene = settle(look(plan, moment)).scene
    last = [gate for gate in scene.gates if gate.rule.phase in (RELEASE, CLOSE)]
    if not last:
        raise WrongState(_("计划没有收尾的关口，不能完成。"))
    verdict = ask(("observation_over",), scene, last[0])
    if not verdict:
        raise WrongState(verdict.reason)
    waiting = [gate.rule.title for gate in last if gate.state not in THROUGH]
    if waiting:
        raise WrongState(
            _("还没有签完：%(gates)s。签完之后才能完成。") % {"gates": in_row(waiting)}
        )
