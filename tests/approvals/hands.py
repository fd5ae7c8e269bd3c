"""Short words for what people do at gates."""

from typing import Any

from approvals.actions import sign, submit
from approvals.models import Gate, SignOff
from approvals.rules.covering import digests_of, signed_digest
from plans.actions import record_progress
from plans.document import load
from plans.models import Plan
from plans.tables.registry import section

CASES = [
    {"group": "下单", "title": "预发下单返豆", "phase": "预发"},
    {"group": "下单", "title": "两边都跑", "phase": "两者"},
    {"group": "退款", "title": "生产退款", "phase": "生产"},
]
REVIEWERS = ("dev", "rob", "oli", "pia")


def gate(plan: Plan, key: str) -> Gate:
    found = Gate.objects.get(plan=plan, key=key)
    found.plan = Plan.objects.get(pk=plan.pk)
    return found


def state(plan: Plan, key: str) -> str:
    return Gate.objects.get(plan=plan, key=key).state


def digest(plan: Plan, key: str) -> str:
    found = gate(plan, key)
    return signed_digest(key, digests_of(found.asks, load(found.plan)))


def approve(plan: Plan, key: str, person: Any, **more: Any) -> SignOff:
    found = gate(plan, key)
    more.setdefault("digest", digest(plan, key))
    return sign(found, by=person, decision="approve", **more)


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
    return submit(plan, by=by, reason="提醒都看过")


def up_to_review(plan: Plan, cast: Any) -> Plan:
    """Submitted, and signed up to the go/no-go, which is open."""
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    pass_cases(plan, cast.rob)
    approve(plan, "tested", cast.rob)
    approve(plan, "staging", cast.rob)
    return plan


def approved(plan: Plan, cast: Any) -> Plan:
    """All of the review is signed."""
    up_to_review(plan, cast)
    for name in REVIEWERS:
        approve(plan, "go_no_go", getattr(cast, name))
    if state(plan, "database") != "spare":
        approve(plan, "database", cast.dan)
    plan.refresh_from_db()
    return plan
