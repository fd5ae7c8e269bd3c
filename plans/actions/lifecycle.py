"""The states of a plan: the steps that need no wing."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid, WrongState
from ground.journal import record
from ground.kinds import EventKind
from ground.lifecycle import move
from ground.policies import authorize
from plans import events, states
from plans.actions.locking import lock
from plans.batches import PASSED, STARTED, nodes
from plans.contribute import announce
from plans.models import Plan
from plans.release import may_begin
from plans.tables.registry import section


def change_state(
    plan: Plan,
    kind: EventKind,
    *,
    frm: Any,
    to: str,
    by: Any,
    reason: str = "",
    data: dict[str, Any] | None = None,
    **updates: Any,
) -> Plan:
    """Move a locked plan and tell everyone; for actions that have authorised already."""
    before = plan.status
    move(plan, frm=frm, to=to, **updates)
    record(
        kind,
        chain=plan.chain,
        by=by,
        reason=reason,
        data={**(data or {}), "from": before, "to": to},
    )
    announce("state_changed", plan, by)
    return plan


def require(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("请写明原因。"), fields={"reason": [_("请写明原因。")]})


@transaction.atomic
def start(plan: Plan, *, by: Any, reason: str = "") -> Plan:
    """Begin the release: approved, inside the release window, no open amendment."""
    plan = lock(plan)
    authorize(by, "plan.drive", plan)
    if plan.status != states.APPROVED:
        raise WrongState(
            _("计划现在是“%(state)s”，全部签字完成后才能开始。")
            % {"state": plan.get_status_display()}
        )
    if not (verdict := may_begin(plan, now())):
        raise WrongState(verdict.reason)
    change_state(
        plan, events.STARTED, frm=states.APPROVED, to=states.RELEASING, by=by, reason=reason,
        started_at=now(),
    )  # fmt: skip
    return settle_after_apps(plan, by=by)


def settle_after_apps(plan: Plan, *, by: Any) -> Plan:
    """When every app is through, the plan goes on: ramping, or rolled back."""
    everything = nodes(section("apps").rows(plan))
    if plan.status == states.RELEASING and all(node.state in PASSED for node in everything):
        return change_state(plan, events.RAMPING, frm=states.RELEASING, to=states.RAMPING, by=by)
    if plan.status == states.ROLLING_BACK and not any(node.state in STARTED for node in everything):
        return change_state(
            plan, events.ROLLED_BACK, frm=states.ROLLING_BACK, to=states.ROLLED_BACK, by=by,
            finished_at=now(),
        )  # fmt: skip
    return plan


def begin_observing(plan: Plan, *, by: Any = None) -> Plan:
    """The last ramp is through (or there is none): called by the wing that knows."""
    return change_state(
        plan, events.OBSERVING, frm=states.RAMPING, to=states.OBSERVING, by=by,
        observing_since=now(),
    )  # fmt: skip


@transaction.atomic
def pause(plan: Plan, *, by: Any, reason: str = "") -> Plan:
    """No app starts, every ramp holds."""
    plan = lock(plan)
    authorize(by, "plan.drive", plan)
    return change_state(
        plan, events.PAUSED, frm=states.UNDER_WAY, to=states.PAUSED, by=by, reason=reason,
        status_before_pause=plan.status,
    )  # fmt: skip


@transaction.atomic
def resume(plan: Plan, *, by: Any, reason: str = "") -> Plan:
    """Back to where it was before the pause."""
    plan = lock(plan)
    authorize(by, "plan.drive", plan)
    if plan.status != states.PAUSED:
        raise WrongState(_("计划没有暂停。"))
    return change_state(
        plan, events.RESUMED, frm=states.PAUSED, to=plan.status_before_pause, by=by, reason=reason
    )


@transaction.atomic
def cancel(plan: Plan, *, by: Any, reason: str) -> Plan:
    """Before the start only; afterwards a plan is rolled back."""
    plan = lock(plan)
    authorize(by, "plan.manage", plan)
    require(reason)
    return change_state(
        plan, events.CANCELLED, frm=states.BEFORE_START, to=states.CANCELLED, by=by,
        reason=reason, finished_at=now(),
    )  # fmt: skip


def begin_rollback(plan: Plan, *, by: Any, reason: str) -> Plan:
    """Enter 回滚中; the wing that drives traffic turns its ramps off first."""
    plan = lock(plan)
    authorize(by, "plan.drive", plan)
    require(reason)
    change_state(
        plan, events.ROLLBACK_BEGUN, frm={*states.UNDER_WAY, states.PAUSED},
        to=states.ROLLING_BACK, by=by, reason=reason,
    )  # fmt: skip
    return settle_after_apps(plan, by=by)
