"""Gates for stages: a wing asks for a clearance, people answer it by signing."""

from approvals.actions.settling import end_rejections, end_signatures, settle_plan
from approvals.actions.unwaiving import end_waivers
from approvals.models import Gate
from approvals.reading import look
from approvals.rules.covering import digests_of
from approvals.rules.scene import REJECTED, SIGNED, WAITING
from approvals.rules.settling import Void
from approvals.rules.templates import stage_rule
from ground.clock import now
from plans.actions import lock
from plans.document import load
from plans.models import Clearance

STAGE_SUBJECT = "stage:"
STAGE_RANK = 300


def open_stage_gate(clearance: Clearance) -> None:
    """A stage waits for people: give it a gate. The caller holds the plan's lock."""
    if not clearance.subject.startswith(STAGE_SUBJECT):
        return
    plan = lock(clearance.plan)
    rule = stage_rule(clearance.subject, clearance.title, clearance.wants)
    Gate.objects.get_or_create(
        plan=plan,
        key=clearance.subject,
        defaults={
            "rank": STAGE_RANK
            + Gate.objects.filter(plan=plan, key__startswith=STAGE_SUBJECT).count(),
            "rule": rule.as_json(),
            "covered": digests_of(rule, load(plan)),
            "clearance": clearance,
        },
    )
    settle_plan(plan, by=None)


def stage_answered(clearance: Clearance) -> None:
    """Asked anew by whoever waits for it: former signatures count no more."""
    gate = Gate.objects.filter(clearance=clearance).first()
    if clearance.state != "asked" or gate is None or gate.state not in (SIGNED, REJECTED):
        return
    plan = lock(clearance.plan)
    gate.plan = plan
    here = look(plan, now()).gate(gate.pk)
    ended = [Void(gate.pk, one.id, one.name, "asked") for one in here.signatures]
    Gate.objects.filter(pk=gate.pk).update(state=WAITING)
    end_signatures(ended, {gate.pk: gate}, by=None, at=now())
    end_rejections([gate.pk], why="asked", at=now())
    end_waivers(plan, why="asked", by=None, at=now(), gate=gate.pk)
    settle_plan(plan, by=None)
