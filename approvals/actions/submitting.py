"""Submission and withdrawal: the plan check, a sealed revision, and the gates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.actions.settling import end_rejections, end_signatures
from approvals.actions.unwaiving import end_waivers
from approvals.checking import unsignable
from approvals.choosing import kept_rules, rules_of
from approvals.models import Gate, LateEdit, SignOff
from approvals.reading import imagine, look
from approvals.rules.covering import digests_of
from approvals.rules.scene import REJECTED, WAITING
from approvals.rules.settling import Void, after_submission
from approvals.rules.shape import CLOSE, RELEASE, REVIEW, STAGE, Rule
from ground.clock import now
from ground.errors import WrongState
from ground.policies import authorize
from plans import events as plan_events
from plans import states
from plans.actions import acknowledge, change_state, lock, seal_locked
from plans.actions.lifecycle import require
from plans.checks import acknowledged, findings_of
from plans.document import Document, load
from plans.findings import ERROR, WARNING, Finding
from plans.grants import derive_grants
from plans.models import Plan

RANKS = {REVIEW: 100, STAGE: 300, RELEASE: 400, CLOSE: 500}
WITHDRAWABLE = (states.IN_REVIEW, states.APPROVED)


@transaction.atomic
def submit(plan: Plan, *, by: Any, reason: str = "") -> Plan:
    """Seal a revision and open its gates.

    The plan check must be without errors; warnings must be acknowledged, and a
    `reason` given here acknowledges those that are left. Raises Denied, or WrongState
    with the findings in `extra`.
    """
    plan, moment = lock(plan), now()
    authorize(by, "plan.manage", plan)
    if plan.template:
        lock(plan.template)  # its gates stay as they are while they are read, several times
    if plan.status not in states.OPEN_TO_EDIT:
        raise WrongState(
            _("计划现在是“%(state)s”，只有草稿和已驳回的计划可以提交。")
            % {"state": plan.get_status_display()}
        )
    derive_grants(plan)
    document = load(plan)
    _require_clean(plan, document, moment, by=by, reason=reason)
    revision = seal_locked(plan, by=by, reason=reason)
    _end_outdated(plan, rules_of(plan), moment, by=by)
    end_waivers(plan, why="submitted", by=by, at=moment)
    _set_up_gates(plan, document, moment)
    _end_barred(plan, document, moment, by=by)
    return change_state(
        plan, plan_events.SUBMITTED, frm=states.OPEN_TO_EDIT, to=states.IN_REVIEW, by=by,
        reason=reason, data={"number": revision.number, "digest": revision.digest,
                             **_template_of(plan)},
        submitted_by=by, submitted_at=moment,
    )  # fmt: skip


@transaction.atomic
def withdraw(plan: Plan, *, by: Any, reason: str) -> Plan:
    """Back to draft before the start; signatures stay as long as their content does."""
    plan = lock(plan)
    authorize(by, "plan.manage", plan)
    require(reason)
    if plan.status not in WITHDRAWABLE:
        raise WrongState(
            _("计划现在是“%(state)s”，开始发布之后只能暂停或回滚。")
            % {"state": plan.get_status_display()}
            if plan.status not in states.BEFORE_START
            else _("计划还没有提交，不用撤回。")
        )
    return change_state(
        plan, plan_events.WITHDRAWN, frm=WITHDRAWABLE, to=states.DRAFT, by=by, reason=reason
    )


def _template_of(plan: Plan) -> dict[str, Any]:
    """Which template's gates apply, for the log."""
    kept = kept_rules(plan)
    if kept is None or plan.template is None:
        return {}
    return {"template": plan.template.number, "template_version": kept.version}


def _require_clean(
    plan: Plan, document: Document, moment: datetime, *, by: Any, reason: str
) -> None:
    found = findings_of(plan, moment, document)
    found += unsignable(imagine(plan, moment, document, by.pk))
    errors = [one for one in {one.key: one for one in found}.values() if one.level == ERROR]
    if errors:
        raise _refusal(_("体检还有 %(n)s 个错误，改好再提交：%(first)s"), errors)
    accepted = acknowledged(plan)
    warnings = [one for one in found if one.level == WARNING and one.key not in accepted]
    if warnings and not reason.strip():
        raise _refusal(
            _("体检还有 %(n)s 个提醒没有确认，请改好，或写明为什么可以接受：%(first)s"), warnings
        )
    for one in warnings:
        acknowledge(plan, by=by, finding=one.key, message=one.message, reason=reason)


def _refusal(sentence: str, findings: list[Finding]) -> WrongState:
    words = {"n": len(findings), "first": findings[0].message}
    return WrongState(
        sentence % words, extra={"findings": [finding.as_json() for finding in findings]}
    )


def _end_outdated(plan: Plan, rules: Sequence[Rule], moment: datetime, *, by: Any) -> None:
    """Whoever signed one gate of several relied on the others: when any of them asks for
    something else now or is gone, all sign again. A gate that came on top ends nothing."""
    gates = {gate.pk: gate for gate in Gate.objects.filter(plan=plan, clearance=None)}
    before = [gate.asks for gate in gates.values() if "never" not in gate.asks.applies]
    asked = {rule.asked for rule in rules}
    if all(rule.asked in asked for rule in before if rule.phase != STAGE):
        return
    for gate in gates.values():
        gate.plan = plan
    signed = SignOff.objects.filter(gate__in=gates, state=SignOff.SIGNED).select_related("signer")
    voids = [Void(one.gate_id, one.pk, one.signer.called, "gates") for one in signed]
    end_signatures(voids, gates, by=by, at=moment)


def _set_up_gates(plan: Plan, document: Document, moment: datetime) -> None:
    """The template's gates, those of an earlier submission taken over with their signatures."""
    LateEdit.objects.filter(gate__plan=plan).delete()
    end_rejections(
        Gate.objects.filter(plan=plan).values_list("pk", flat=True), why="submitted", at=moment
    )
    rules = rules_of(plan)
    for place, rule in enumerate(rules):
        _set_up(plan, rule, RANKS[rule.phase] + place, document)
    gone = (
        Gate.objects.filter(plan=plan)
        .exclude(key__in=[rule.key for rule in rules])
        .filter(clearance=None)
    )
    for gate in gone:
        gate.rule = replace(gate.asks, applies=("never",)).as_json()
        gate.save(update_fields=["rule"])


def _set_up(plan: Plan, rule: Rule, rank: int, document: Document) -> None:
    values = {"rank": rank, "rule": rule.as_json(), "covered": digests_of(rule, document)}
    gate, created = Gate.objects.get_or_create(plan=plan, key=rule.key, defaults=values)
    if not created:
        state = WAITING if gate.state == REJECTED else gate.state
        Gate.objects.filter(pk=gate.pk).update(state=state, **values)


def _end_barred(plan: Plan, document: Document, moment: datetime, *, by: Any) -> None:
    """Whoever submits this revision has not signed it."""
    scene = replace(look(plan, moment, document), submitter=by.pk)
    gates = {gate.pk: gate for gate in Gate.objects.filter(plan=plan)}
    for gate in gates.values():
        gate.plan = plan
    end_signatures(after_submission(scene), gates, by=by, at=moment)
