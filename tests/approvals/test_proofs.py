"""Conditions on a real plan: gates open when they hold, and signers write what they read off."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from approvals import due
from approvals.actions import save_gates, submit
from approvals.models import Gate
from approvals.rules.norm import CLOSED, GO_NO_GO, VERIFIED
from approvals.rules.shape import Rule
from ground.clock import now
from ground.errors import Invalid, WrongState
from plans.actions import acknowledge, add_rows, copy_plan, record_progress, save_as_template
from plans.checks import findings_of
from plans.contribute import Contribution, Reading
from plans.findings import WARNING
from plans.models import Plan
from plans.tables.registry import section
from tests.approvals.hands import approve, gate, state

METRICS = [
    {"name": "错误率", "operator": "<", "threshold": "0.1", "unit": "%", "purpose": "门禁"},
    {"name": "RT", "operator": "<", "threshold": "300", "unit": "ms", "purpose": "目标"},
]
CHECKS = [
    {"group": "发布前", "item": "备份"},
    {"group": "发布前", "item": "演练"},
    {"group": "发布后", "item": "观察"},
]


def following(plan: Plan, cast: SimpleNamespace, *rules: Rule) -> Plan:
    """A submitted plan with these gates."""
    template = save_as_template(plan, by=cast.ann, title="带条件", has_people=True)
    save_gates(template, by=cast.ann, version=0, rules=rules)
    made = copy_plan(template, by=cast.ann, title="带条件的计划")
    return submit(made, by=cast.ann, reason="都看过")


def tick(plan: Plan, by: Any, item: str, **values: Any) -> None:
    row = section("checks").rows(plan).get(item=item)
    row.plan = plan
    record_progress(row, by=by, values=values)


def test_a_gate_opens_when_its_group_is_done_with_evidence(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "checks", by=cast.ann, rows=CHECKS)
    made = following(plan, cast, replace(GO_NO_GO, opens=("checklist:发布前",), record=()), CLOSED)
    assert state(made, "go_no_go") == "waiting"
    tick(made, cast.ann, "备份", done=True, evidence="工单 1")
    tick(made, cast.ann, "演练", done=True)
    assert state(made, "go_no_go") == "waiting"
    tick(made, cast.ann, "演练", evidence="录像")
    assert state(made, "go_no_go") == "open"


def test_a_gate_opens_once_the_last_warning_is_accepted(plan: Plan, cast: SimpleNamespace) -> None:
    made = following(plan, cast, replace(GO_NO_GO, opens=("check_clean",), record=()), CLOSED)
    assert state(made, "go_no_go") == "open", "the submission accepted the warnings"
    made.acknowledgements.all().delete()
    add_rows(made, "risks", by=cast.ann, rows=[{"title": "风险没有应对", "level": "高"}])
    assert state(made, "go_no_go") == "waiting"
    found = [one for one in findings_of(made, now()) if one.level == WARNING]
    assert found
    for one in found:
        acknowledge(made, by=cast.ann, finding=one.key, message=one.message, reason="看过")
    assert due.next_due() is not None
    with time_machine.travel(now() + timedelta(minutes=6)):
        due.run(now())
    assert state(made, "go_no_go") == "open"


@pytest.fixture
def verifying(plan: Plan, cast: SimpleNamespace) -> Plan:
    """A plan whose review gate cannot be signed before its metrics were read off."""
    add_rows(plan, "metrics", by=cast.ann, rows=METRICS)
    made = following(
        plan, cast, replace(GO_NO_GO, opens=(), record=()),
        replace(VERIFIED, opens=(), signs=("metrics_passing",)),
    )  # fmt: skip
    Plan.objects.filter(pk=made.pk).update(status="observing")
    Gate.objects.filter(plan=made, key="verified").update(state="open", asked_at=now())
    return Plan.objects.get(pk=made.pk)


def keys(plan: Plan) -> list[str]:
    return [f"metric-{row.pk}" for row in section("metrics").rows(plan).order_by("rank", "id")]


def test_the_signer_writes_what_was_read_off(verifying: Plan, cast: SimpleNamespace) -> None:
    errors, slow = keys(verifying)
    with pytest.raises(WrongState, match=r"还没有写实测值：错误率 < 0\.1 %、RT < 300 ms"):
        approve(verifying, "verified", cast.rob)
    with pytest.raises(WrongState, match=r"错误率.*没有达到：实测 0.2"):
        approve(verifying, "verified", cast.rob, written={errors: "0.2", slow: "120"})
    with pytest.raises(Invalid):
        approve(verifying, "verified", cast.rob, written={"metric-0": "1"})
    signed = approve(verifying, "verified", cast.rob, written={errors: "0.02", slow: "120"})
    assert signed.record == {errors: "0.02", slow: "120"}
    assert signed.witnessed[f"record:{errors}"] is True
    assert gate(verifying, "verified").record[slow] == "120"


def test_the_page_asks_for_each_reading(
    verifying: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    client, [errors, slow] = signed_in(cast.rob), keys(verifying)
    page = client.get(f"/plans/{verifying.number}/gates/").content.decode()
    assert f'name="record-{errors}"' in page and "RT &lt; 300 ms" in page
    found = gate(verifying, "verified")
    client.post(
        f"/plans/{verifying.number}/gates/{found.pk}/record/",
        {"version": found.record_version, f"record-{errors}": "0.01", f"record-{slow}": "299"},
    )
    assert gate(verifying, "verified").record == {errors: "0.01", slow: "299"}
    approve(verifying, "verified", cast.rob)


def test_what_a_wing_measures_nobody_writes(
    verifying: Plan, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors, slow = (int(key.removeprefix("metric-")) for key in keys(verifying))
    passed = {"now": False}

    def readings(_wing: Any, plan: Plan) -> Iterable[Reading]:
        assert plan == verifying
        return [Reading(errors, passed["now"], "错误率 3%，高于 0.1%。")]

    wing = Contribution.all[0]
    monkeypatch.setattr(type(wing), "readings", readings)
    with pytest.raises(WrongState, match="错误率 3%"):
        approve(verifying, "verified", cast.rob, written={f"metric-{slow}": "120"})
    passed["now"] = True
    with pytest.raises(Invalid):
        approve(verifying, "verified", cast.rob, written={f"metric-{errors}": "0"})
    approve(verifying, "verified", cast.rob, written={f"metric-{slow}": "120"})
