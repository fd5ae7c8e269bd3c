"""Breaking the glass: one asks with a reason, another confirms, a third reviews it afterwards."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import events, waiver_letters
from approvals.actions.settling import settle_plan
from approvals.actions.unwaiving import end_waiver
from approvals.glass import glass_of
from approvals.lookup import find_gate, find_waiver
from approvals.models import Gate, Waiver
from approvals.reading import look
from approvals.rules.covering import signed_digest
from approvals.rules.scene import GateScene, Scene
from approvals.rules.settling import settle
from approvals.rules.waiving import SHORTEST, may_ask, may_confirm, may_review
from ground.clock import now
from ground.errors import Denied, Invalid, Stale, WrongState
from ground.journal import record
from ground.models import Event
from ground.policies import authorize
from ground.verdict import Verdict
from plans.actions import lock
from plans.actions.lifecycle import require
from plans.models import Plan

LONGEST = 5_000


@transaction.atomic
def ask_waiver(gate: Gate, *, by: Any, reason: str, digest: str) -> Waiver:
    """Ask for a gate to be passed unsigned with exactly the content of `digest`.

    Raises Denied, WrongState when the gate is not open or it is asked for already, Stale when
    the content has changed, Invalid without a reason that says something.
    """
    plan, scene, here = _scene(gate, by)
    authorize(by, "gate.waive", (scene, here))
    _moment(may_ask(scene, here, by.pk))
    _explain(reason)
    _same(here, digest)
    if Waiver.objects.filter(gate=gate.pk, state__in=Waiver.LIVE).exists():
        raise WrongState(_("已经有人请求豁免“%(gate)s”。") % {"gate": here.rule.title})
    waiver = Waiver.objects.create(
        gate=find_gate(plan, gate.pk), reason=reason.strip(), digest=digest,
        digests=dict(here.covered), asked_by=by, asked_at=scene.now,
    )  # fmt: skip
    event = _log(events.WAIVER_ASKED, plan, waiver, by, scene.now, reason=waiver.reason)
    able = [pk for pk in scene.people if may_confirm(scene, here, glass_of(waiver), pk)]
    waiver_letters.asked(plan, waiver, scene, event, able)
    return waiver


@transaction.atomic
def confirm_waiver(waiver: Waiver, *, by: Any, digest: str) -> Waiver:
    """The second person lets the plan pass; `digest` says what that person has seen."""
    plan, scene, here = _scene(waiver.gate, by)
    waiver = find_waiver(plan, here.id, waiver.pk)
    authorize(by, "gate.waive", (scene, here))
    _require(waiver, Waiver.ASKED)
    verdict = may_confirm(scene, here, glass_of(waiver), by.pk)
    if not verdict:
        raise Denied(verdict.reason)
    _same(here, digest)
    _same(here, waiver.digest)
    _move(waiver, Waiver.ASKED, Waiver.CONFIRMED, confirmed_by=by, confirmed_at=scene.now)
    event = _log(
        events.WAIVED, plan, waiver, by, scene.now, reason=waiver.reason,
        asker=waiver.asked_by.called,
    )  # fmt: skip
    settle_plan(plan, by=by, at=scene.now, document=scene.document)
    waiver_letters.waived(plan, waiver, event)
    return waiver


@transaction.atomic
def refuse_waiver(waiver: Waiver, *, by: Any, reason: str) -> Waiver:
    """The second person says no, or the first one takes the request back."""
    plan, scene, here = _scene(waiver.gate, by)
    waiver = find_waiver(plan, here.id, waiver.pk)
    authorize(by, "gate.waive", (scene, here))
    require(reason)
    _require(waiver, Waiver.ASKED)
    end_waiver(plan, waiver, why="refused", by=by, at=scene.now, reason=reason)
    waiver.refresh_from_db(fields=["state", "ended_at", "ended_why"])
    return waiver


@transaction.atomic
def review_waiver(waiver: Waiver, *, by: Any, comment: str) -> Waiver:
    """Somebody who could have signed has looked at what passed unsigned."""
    plan, scene, here = _scene(waiver.gate, by)
    waiver = find_waiver(plan, here.id, waiver.pk)
    verdict = may_review(scene, here, glass_of(waiver), by.pk)
    if not verdict:
        raise Denied(verdict.reason)
    require(comment)
    if len(comment) > LONGEST or "\x00" in comment:
        raise Invalid(_("意见最多五千字。"), fields={"comment": [_("意见最多五千字。")]})
    _require(waiver, Waiver.CONFIRMED)
    _move(
        waiver, Waiver.CONFIRMED, Waiver.REVIEWED, reviewed_by=by, reviewed_at=scene.now,
        review=comment.strip(),
    )  # fmt: skip
    event = _log(events.WAIVER_REVIEWED, plan, waiver, by, scene.now, reason=waiver.review)
    settle_plan(plan, by=by, at=scene.now, document=scene.document)
    waiver_letters.reviewed(plan, waiver, event)
    return waiver


def _scene(gate: Gate, by: Any) -> tuple[Plan, Scene, GateScene]:
    """The plan, locked, and the settled scene of the gate, for a reader of the plan."""
    plan = lock(gate.plan)
    authorize(by, "plan.view", plan)
    find_gate(plan, gate.pk)
    scene = settle(look(plan, now())).scene
    return plan, scene, scene.gate(gate.pk)


def _moment(verdict: Verdict) -> None:
    if not verdict:
        raise WrongState(verdict.reason)


def _explain(reason: str) -> None:
    if len(reason.strip()) < SHORTEST or len(reason) > LONGEST or "\x00" in reason:
        said = _("请写明为什么不能等签字，至少 %(n)s 个字。") % {"n": SHORTEST}
        raise Invalid(said, fields={"reason": [said]})


def _same(here: GateScene, digest: str) -> None:
    if not digest:
        raise Invalid(_("请带上你看到的内容的摘要（digest）。"), fields={"digest": [_("必填。")]})
    current = signed_digest(here.key, here.covered)
    if digest != current:
        raise Stale(
            _("“%(gate)s”覆盖的内容刚有改动，请看过之后再决定。") % {"gate": here.rule.title},
            extra={"current": {"id": here.id, "digest": current}},
        )


def _require(waiver: Waiver, state: str) -> None:
    if waiver.state != state:
        raise WrongState(
            _("这个豁免现在是“%(state)s”，不能这样做。") % {"state": waiver.get_state_display()}
        )


def _move(waiver: Waiver, frm: str, to: str, **values: Any) -> None:
    """Compare and set: whoever comes second is told so."""
    if not Waiver.objects.filter(pk=waiver.pk, state=frm).update(state=to, **values):
        raise WrongState(_("刚才已经有人决定过这个豁免。"))
    waiver.state = to
    for name, value in values.items():
        setattr(waiver, name, value)


def _log(
    kind: Any, plan: Plan, waiver: Waiver, by: Any, at: datetime, *, reason: str, **more: str
) -> Event:
    data = {
        "gate": waiver.gate.title, "waiver": waiver.pk, "digest": waiver.digest,
        "digests": waiver.digests, **more,
    }  # fmt: skip
    return record(
        kind, chain=plan.chain, by=by, subject=f"gate:{waiver.gate_id}", at=at, reason=reason,
        data=data,
    )  # fmt: skip
