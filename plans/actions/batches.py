"""An application moves from state to state, in dependency order."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Denied, Invalid, WrongState
from ground.journal import latest, record
from ground.lifecycle import move
from ground.policies import authorize
from plans import events, states
from plans.actions.amendments import after_progress
from plans.actions.lifecycle import change_state, require, settle_after_apps
from plans.actions.locking import lock
from plans.batches import UNDO_WITHIN, may_go_back, may_start, nodes
from plans.lookup import find_row
from plans.models import Plan
from plans.release import may_deploy
from plans.tables.registry import section

MOVES: dict[str, tuple[str, ...]] = {
    "deploying": ("pending", "failed", "verify_failed"),
    "deployed": ("deploying",),
    "failed": ("deploying",),
    "verified": ("deployed",),
    "verify_failed": ("deployed",),
    "skipped": ("pending",),
    "rolled_back": ("failed", "verify_failed", "deployed", "verified", "deploying"),
}
NEEDS_REASON = frozenset({"skipped", "failed", "verify_failed"})


@transaction.atomic
def move_app(
    app: Any, *, by: Any, to: str, reason: str = "", build: str = "", explicit: bool = False
) -> Any:
    """Move one application to `to`.

    Out of order only with `explicit` and a reason. Raises Denied, Invalid or
    WrongState, each with the sentence for the user.
    """
    plan = lock(app.plan)
    app = find_row(plan, app.section.key, app.pk)
    _authorise(app, to, by)
    _require(plan, app, to, reason=reason, explicit=explicit)
    before, moment = app.state, now()
    times = {"actual_start": moment} if to == "deploying" else {}
    if to in ("verified", "rolled_back"):
        times = {"actual_end": moment}
    move(
        app, frm=MOVES[to], to=to, field="state", row_version=app.row_version + 1, state_by=by.username,
        state_at=moment, build=build or app.build, evidence=reason or app.evidence, **times,
    )  # fmt: skip
    _record(events.APP_MOVED, plan, app, before, to, by=by, reason=reason, explicit=explicit)
    after_progress(plan, [app.section.key], by=by)
    settle_after_apps(plan, by=by)
    return app


@transaction.atomic
def take_back(app: Any, *, by: Any) -> Any:
    """Undo the last tap: the same person, within a minute, while nothing followed."""
    plan = lock(app.plan)
    app = find_row(plan, app.section.key, app.pk)
    if app.state_by != by.username:
        raise Denied(_("只有刚才操作的人能撤销。"))
    last = _last_move(plan, app)
    if not last or now() - last.at > UNDO_WITHIN or plan.status not in states.UNDER_WAY:
        raise WrongState(_("只能在一分钟内撤销刚才的操作。"))
    before, after = last.data["from"], last.data["to"]
    _authorise(app, after, by)
    move(app, frm=after, to=before, field="state", row_version=app.row_version + 1, state_at=now())
    _record(events.APP_TAKEN_BACK, plan, app, before, after, by=by)
    if plan.status != states.RELEASING and after in ("verified", "skipped"):
        change_state(
            plan, events.RELEASING_AGAIN, frm=(states.RAMPING, states.OBSERVING),
            to=states.RELEASING, by=by, observing_since=None,
        )  # fmt: skip
    after_progress(plan, [app.section.key], by=by)
    return app


def _last_move(plan: Plan, app: Any) -> Any:
    """The newest event of this app, if it is a move."""
    event = latest(plan.chain, f"apps:{app.pk}")
    return event if event and event.kind == events.APP_MOVED.key else None


def _authorise(app: Any, to: str, by: Any) -> None:
    if to not in MOVES:
        raise Invalid(_("没有“%(state)s”这个状态。") % {"state": to})
    if to in ("verified", "verify_failed"):
        authorize(by, "app.verify", app)
    elif to == "rolled_back":
        authorize(by, "plan.drive", app.plan)
    else:
        authorize(by, "app.deploy", app)


def _require(plan: Plan, app: Any, to: str, *, reason: str, explicit: bool) -> None:
    if explicit or to in NEEDS_REASON:
        require(reason)
    rolling = to == "rolled_back"
    allowed = (
        {*states.UNDER_WAY, states.PAUSED, states.ROLLING_BACK} if rolling else {states.RELEASING}
    )
    if to not in ("deploying", "skipped", "rolled_back"):
        allowed |= {states.PAUSED}
    if plan.status not in allowed:
        raise WrongState(
            _("计划现在是“%(state)s”，不能这样做。") % {"state": plan.get_status_display()}
        )
    everything = nodes(section("apps").rows(plan))
    mine = next(node for node in everything if node.id == app.pk)
    if to == "deploying":
        _require_start(plan, mine, everything, explicit=explicit)
    if rolling and not explicit and not (verdict := may_go_back(mine, everything)):
        raise WrongState(verdict.reason)


def _require_start(plan: Plan, mine: Any, everything: Any, *, explicit: bool) -> None:
    if not (verdict := may_deploy(plan, now())):
        raise WrongState(verdict.reason)
    verdict = may_start(mine, everything)
    if not verdict and not explicit:
        raise WrongState(verdict.reason)


def _record(
    kind: Any, plan: Plan, app: Any, before: str, to: str, *, by: Any, reason: str = "",
    explicit: bool = False,
) -> None:  # fmt: skip
    names = dict(app.section.column("state").options)
    record(
        kind,
        chain=plan.chain,
        by=by,
        subject=f"apps:{app.pk}",
        reason=reason,
        data={
            "app": app.app,
            "before": names.get(before, before),
            "after": names.get(to, to),
            "from": before,
            "to": to,
            "build": app.build,
            "out_of_order": explicit,
        },
    )
