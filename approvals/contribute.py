"""What gates add to a plan: its line, bars, inbox, panel, printed chapter and findings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import actions, checking
from approvals.choosing import is_unreadable, rules_of
from approvals.inbox import due_for
from approvals.models import Gate
from approvals.reading import gates_of, glance, look
from approvals.rules.covering import touches
from approvals.rules.keeping import stays
from approvals.rules.scene import OPEN, REJECTED, SIGNED, THROUGH, GateScene, Scene
from approvals.rules.settling import settle
from approvals.rules.shape import STAGE
from approvals.rules.validity import standing
from approvals.showing import gates_of as sheets_of_gates
from approvals.words import missing_in_words
from ground.clock import now
from ground.words import in_brackets, in_row, labelled
from plans import states
from plans.contribute import Chapter, Contribution, DueItem, FlowStep, Meter, Panel
from plans.counts import counts_of
from plans.meters import count
from plans.models import Clearance, Plan

ORDERS = {"review": 100, "stage": 700, "release": 800, "close": 900}


class Approvals(Contribution):
    """The wing of gates and signatures."""

    panels = (Panel(gettext_lazy("审批"), "approvals:panel"),)

    def content_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        actions.note_edit(plan, by=by)

    def progress_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        self.state_changed(plan, by)

    def state_changed(self, plan: Plan, by: Any) -> None:
        if Gate.objects.filter(plan=plan).exists():
            actions.settle_plan(plan, by=by)

    def copied(self, source: Plan, made: Plan, by: Any) -> None:
        actions.copy_gates(source, made, by=by)

    def clearance_asked(self, clearance: Clearance) -> None:
        actions.open_stage_gate(clearance)

    def clearance_answered(self, clearance: Clearance) -> None:
        actions.stage_answered(clearance)

    def chapters(self, plan: Plan, at: datetime) -> Iterable[Chapter]:
        if not Gate.objects.filter(plan=plan).exists():
            return ()
        gates = sheets_of_gates(plan, settle(look(plan, at)).scene)
        template = "approvals/document/chapter.html"
        context = {"gates": gates, "plan": plan}
        return (Chapter(_("审批与签字"), template, context, order=950),)

    def due(self, user: Any) -> Iterable[DueItem]:
        return due_for(user, now())

    def flow(self, plan: Plan) -> Iterable[FlowStep]:
        rows = list(gates_of(plan))
        if not rows:
            return _planned(plan)
        scene = glance(plan, rows, now())
        shown = zip(rows, scene.gates, strict=True)
        return [
            _step(plan, row, gate, scene)
            for row, gate in shown
            if gate.state != "spare" and gate.rule.phase != STAGE
        ]

    def meters(self, plan: Plan) -> Iterable[Meter]:
        found = Gate.objects.filter(plan=plan, clearance=None).exclude(state="spare")
        through = [state in THROUGH for state in found.values_list("state", flat=True)]
        total = len(through) or len(_planned(plan))
        return (Meter(_("签字"), sum(through), total),)

    def counts(self, plans: list[int]) -> Iterable[tuple[str, Any]]:
        gates = Gate.objects.filter(plan__in=plans, clearance=None).exclude(state="spare")
        return ((_("签字"), count(gates, Q(state__in=THROUGH))),)

    def findings(self, plan: Plan, document: Any) -> Iterable[Any]:
        if plan.status not in states.OPEN_TO_EDIT:
            return ()
        if is_unreadable(rules_of(plan)):
            return [checking.unreadable(plan)]
        return checking.findings(plan, document, now())

    def warning_before_edit(self, plan: Plan, keys: Iterable[str]) -> str:
        """Names the signatures that an edit of these sections would void."""
        names = _endangered(plan, list(keys))
        if not names:
            return ""
        return _("修改会让这些签字失效：%(names)s。") % {"names": in_row(names)}


def _endangered(plan: Plan, keys: list[str]) -> list[str]:
    rows = [gate for gate in gates_of(plan) if touches(gate.asks, keys)]
    if not rows:
        return []
    scene = glance(plan, rows, now())
    return [
        in_brackets(gate.rule.title, in_row(one.name for one in standing(scene, gate)))
        for gate in scene.gates
        if gate.signatures and not stays(scene, gate)
    ]


def _planned(plan: Plan) -> list[FlowStep]:
    """The line of a plan that was never submitted."""
    has_sql = "sql_changes" in counts_of(plan)
    url = reverse("approvals:gates", args=[plan.number])
    rules = [rule for rule in rules_of(plan) if has_sql or "has_sql" not in rule.applies]
    return [
        FlowStep(rule.title, "later", url=url, order=ORDERS[rule.phase] + place)
        for place, rule in enumerate(rules)
    ]


def _step(plan: Plan, row: Gate, gate: GateScene, scene: Scene) -> FlowStep:
    state = {SIGNED: "done", OPEN: "now", REJECTED: "bad"}.get(gate.state, "later")
    return FlowStep(
        gate.rule.title, state, _hint(plan, row, gate, scene),
        f"{reverse('approvals:gates', args=[plan.number])}#gate-{row.pk}",
        ORDERS[gate.rule.phase] + row.rank % 100,
    )  # fmt: skip


def _hint(plan: Plan, row: Gate, gate: GateScene, scene: Scene) -> str:
    """Who signed last and when, or what is missing."""
    if gate.state == OPEN:
        return missing_in_words(scene, gate)
    if gate.state == REJECTED:
        return _("已拒绝")
    if gate.state == SIGNED and gate.waived is not None:
        return labelled(_("已豁免"), row.counting[0].by_line)  # type: ignore[attr-defined]
    if gate.state == SIGNED and gate.signatures:
        last = gate.signatures[-1]
        day = last.at.astimezone(plan.zone).strftime("%m-%d") if last.at else ""
        return f"{last.name} {day}"
    return ""
