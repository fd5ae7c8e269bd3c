"""Short words for what people do at gates."""

from typing import Any

from approvals.actions import sign, submit
from approvals.models import Gate, SignOff
from approvals.rules.covering import digests_of, signed_digest
from plans.actions import record_progress
from plans.document import load
from plans.models import Plan
from plans.tables.registry import section
from tests.phonograph import played

CASES = [
    {"group": "下单", "title": "预发下单返豆", "phase": "预发"},
    {"group": "下单", "title": "两边都跑", "phase": "两者"},
    {"group": "退款", "title": "生产退款", "phase": "生产"},
]
REVIEWERS = ("dev", "rob", "oli", "pia")


def gate(plan: Plan, key: str) -> Gate:
    return gate_of(plan.pk, key)


def gate_of(plan: int, key: str) -> Gate:
    found = Gate.objects.get(plan=plan, key=key)
    found.plan = Plan.objects.get(pk=plan)
    return found


def state(plan: Plan, key: str) -> str:
    return Gate.objects.get(plan=plan, key=key).state


def digest(plan: Plan, key: str) -> str:
    found = gate(plan, key)
    return signed_digest(key, digests_of(found.asks, load(found.plan)))


def approve(plan: Plan, key: str, person: Any, **more: Any) -> SignOff:
    _approve(plan.pk, key, person, more)
    return SignOff.objects.filter(gate__plan=plan, gate__key=key).latest("pk")


@played
def _approve(plan: int, key: str, person: Any, more: dict[str, Any]) -> None:
    found = gate_of(plan, key)
    given = {"digest": digest(found.plan, key), **more}
    sign(found, by=person, decision="approve", **given)


def reject(plan: Plan, key: str, person: Any, comment: str = "回滚方案没写") -> SignOff:
    return sign(
        gate(plan, key), by=person, decision="reject", digest=digest(plan, key), comment=comment
    )


def pass_cases(plan: Plan, by: Any, field: str = "result_staging") -> None:
    for row in section("cases").rows(plan):
        if field != "result_staging" or row.phase != "生产":
            row.plan = plan
            record_progress(row, by=by, values={field: "passed"})


def submitted(plan: Plan, by: Any) -> Plan:
    _submit(plan.pk, by)
    return Plan.objects.get(pk=plan.pk)


@played
def _submit(plan: int, by: Any) -> None:
    submit(Plan.objects.get(pk=plan), by=by, reason="提醒都看过")


def up_to_review(plan: Plan, cast: Any) -> Plan:
    """Submitted, and signed up to the go/no-go, which is open."""
    _up_to_review(plan.pk, cast)
    return plan


@played
def _up_to_review(number: int, cast: Any) -> None:
    plan = submitted(Plan.objects.get(pk=number), cast.ann)
    approve(plan, "submission", cast.dev)
    pass_cases(plan, cast.rob)
    approve(plan, "tested", cast.rob)
    approve(plan, "staging", cast.rob)


def approved(plan: Plan, cast: Any) -> Plan:
    """All of the review is signed."""
    _approved(plan.pk, cast)
    plan.refresh_from_db()
    return plan


@played
def _approved(number: int, cast: Any) -> None:
    plan = Plan.objects.get(pk=number)
    up_to_review(plan, cast)
    for name in REVIEWERS:
        approve(plan, "go_no_go", getattr(cast, name))
    if state(plan, "database") != "spare":
        approve(plan, "database", cast.dan)
