"""The doors: page and API say the same, tokens cannot sign, strangers see nothing."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from approvals.models import SignOff
from people.actions import create_token
from plans.actions import add_rows, change_plan, save_row
from plans.models import Plan
from plans.tables.registry import section
from tests.approvals.hands import (
    CASES,
    approve,
    approved,
    digest,
    gate,
    reject,
    state,
    submitted,
    up_to_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SignedIn = Callable[[Any], Client]


def post(client: Client, url: str, body: dict[str, Any], **more: Any) -> Any:
    return client.post(url, json.dumps(body), content_type="application/json", **more)


def gates_url(plan: Plan) -> str:
    return f"/api/v1/plans/{plan.number}/gates/"


def signoffs_url(plan: Plan, key: str) -> str:
    return f"{gates_url(plan)}{gate(plan, key).pk}/signoffs/"


def page_url(plan: Plan, key: str, noun: str = "signoffs") -> str:
    return f"/plans/{plan.number}/gates/{gate(plan, key).pk}/{noun}/"


def listed(client: Client, plan: Plan, key: str) -> dict[str, Any]:
    found = client.get(gates_url(plan)).json()["results"]
    return next(one for one in found if one["key"] == key)


def test_the_whole_way_by_the_api(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    answer = post(signed_in(cast.ann), f"/api/v1/plans/{plan.number}/submission/", {"reason": "x"})
    assert (answer.status_code, answer.json()["status"]) == (200, "in_review")
    steps = [("submission", "dev"), ("tested", "rob"), ("staging", "rob")]
    steps += [("go_no_go", name) for name in ("dev", "rob", "oli", "pia")]
    for key, name in steps:
        client = signed_in(getattr(cast, name))
        seen = listed(client, plan, key)
        assert seen["may_sign"] == {"allowed": True, "reason": ""}
        body = {"decision": "approve", "comment": "好", "digest": seen["digest"]}
        answer = post(client, signoffs_url(plan, key), body)
        assert answer.status_code == 201, answer.json()
        assert answer.json()["state"] == "signed"
    plan.refresh_from_db()
    assert plan.status == "approved"


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [("ann", 403, "这一版是你提交的"), ("eve", 403, "发布人员"), ("adm", 403, "发布人员"),
     ("dan", 403, "发布人员")],
)  # fmt: skip
def test_page_list_and_api_refuse_in_the_same_words(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn, name: str, status: int, words: str
) -> None:
    up_to_review(plan, cast)
    client = signed_in(getattr(cast, name))
    seen = listed(client, plan, "go_no_go")
    body = {"decision": "approve", "digest": seen["digest"]}
    answer = post(client, signoffs_url(plan, "go_no_go"), body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    reason = answer.json()["detail"]
    assert words in reason
    assert seen["may_sign"] == {"allowed": False, "reason": reason}
    page = client.post(page_url(plan, "go_no_go"), body)
    assert page.status_code == status
    assert reason in page.content.decode()
    assert reason in client.get(f"/plans/{plan.number}/gates/").content.decode()
    assert not SignOff.objects.filter(gate__key="go_no_go").exists()


def test_a_token_cannot_sign(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    _token, text = create_token(
        cast.dev,
        by=cast.dev,
        name="ci",
        scopes=["read", "write", "deploy", "ramp"],
        expires_at=None,
    )
    body = {"decision": "approve", "digest": digest(plan, "submission")}
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {text}"}
    answer = post(Client(), signoffs_url(plan, "submission"), body, **bearer)
    assert answer.status_code == 403
    assert "令牌不能代替本人" in answer.json()["detail"]
    assert Client().get(gates_url(plan), **bearer).status_code == 200
    page = Client().post(page_url(plan, "submission"), body, **bearer)
    assert page.status_code == 302 and "/login/" in page.headers["Location"]
    assert not SignOff.objects.exists()


def test_a_session_beside_a_token_does_not_help(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    _token, text = create_token(cast.dev, by=cast.dev, name="ci", scopes=["write"], expires_at=None)
    body = {"decision": "approve", "digest": digest(plan, "submission")}
    answer = post(signed_in(cast.dev), signoffs_url(plan, "submission"), body,
                  HTTP_AUTHORIZATION=f"Bearer {text}")  # fmt: skip
    assert answer.status_code == 403


def test_signing_needs_the_csrf_token(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.dev)
    body = {"decision": "approve", "digest": digest(plan, "submission")}
    assert post(client, signoffs_url(plan, "submission"), body).status_code == 403
    assert client.post(page_url(plan, "submission"), body).status_code == 403
    assert not SignOff.objects.exists()


def test_a_stale_digest_is_409_with_the_current_one(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    client = signed_in(cast.dev)
    seen = listed(client, plan, "submission")["digest"]
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "x"}])
    answer = post(client, signoffs_url(plan, "submission"), {"decision": "approve", "digest": seen})
    assert answer.status_code == 409
    assert answer.json()["current"]["digest"] == listed(client, plan, "submission")["digest"]


def test_a_mass_assigned_signer_is_not_looked_at(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    body = {"decision": "approve", "digest": digest(plan, "submission"),
            "signer": cast.eve.pk, "state": "waived", "codes": ["dba"]}  # fmt: skip
    post(signed_in(cast.dev), signoffs_url(plan, "submission"), body)
    signoff = SignOff.objects.get()
    assert (signoff.signer, signoff.state, signoff.codes) == (
        cast.dev,
        "signed",
        ["dev", "dev_lead"],
    )


def test_nonsense_is_400(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    submitted(plan, cast.ann)
    client, url = signed_in(cast.dev), signoffs_url(plan, "submission")
    for body in (
        {},
        {"decision": 7},
        {"decision": "approve"},
        {"decision": "approve", "record": 3},
    ):
        assert post(client, url, body).status_code == 400
    assert post(client, url, [1]).status_code == 400  # type: ignore[arg-type]


def test_a_plan_for_members_only_does_not_exist_for_others(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    plan.refresh_from_db()
    change_plan(plan, by=cast.ann, version=plan.version_lock, values={"visibility": "members"})
    submitted(plan, cast.ann)
    client = signed_in(cast.eve)
    body = {"decision": "approve", "digest": "x"}
    assert client.get(gates_url(plan)).status_code == 404
    assert post(client, signoffs_url(plan, "submission"), body).status_code == 404
    assert client.get(f"/plans/{plan.number}/gates/").status_code == 404
    assert client.get(f"/plans/{plan.number}/gates/panel/").status_code == 404
    assert client.post(page_url(plan, "submission"), body).status_code == 404


def test_a_gate_of_another_plan_is_not_found(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    other = Plan.objects.get(pk=plan.pk)
    other.pk, other.number = None, "RP-2026-9999"
    other.save()
    client = signed_in(cast.dev)
    url = f"/api/v1/plans/{other.number}/gates/{gate(plan, 'submission').pk}/signoffs/"
    assert post(client, url, {"decision": "approve", "digest": "x"}).status_code == 404


@pytest.mark.parametrize("path", ["", "panel/"])
def test_pages_ask_for_a_sign_in(plan: Plan, path: str) -> None:
    answer = Client().get(f"/plans/{plan.number}/gates/{path}")
    assert answer.status_code == 302 and "/login/" in answer.headers["Location"]


def test_a_get_never_acts(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    submitted(plan, cast.ann)
    client = signed_in(cast.dev)
    for noun in ("signoffs", "record", "reminders", "reopening"):
        assert client.get(page_url(plan, "submission", noun)).status_code == 405
    for noun in ("submission", "withdrawal", "completion"):
        assert client.get(f"/plans/{plan.number}/{noun}/").status_code == 405
        assert client.get(f"/api/v1/plans/{plan.number}/{noun}/").status_code == 405


def test_the_page_signs_records_rejects_and_goes_back(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    client = signed_in(cast.ann)
    client.post(f"/plans/{plan.number}/submission/", {"reason": "x"})
    approve(plan, "submission", cast.dev)
    rob = signed_in(cast.rob)
    assert "同意并签字" in rob.get(f"/plans/{plan.number}/gates/").content.decode()
    rob.post(page_url(plan, "tested", "record"), {"version": "1", "record-bugs_c": "2"})
    answer = rob.post(page_url(plan, "tested"), {
        "decision": "approve", "digest": digest(plan, "tested"), "record-report": "通过",
    })  # fmt: skip
    assert answer.status_code == 302
    found = gate(plan, "tested")
    assert found.record == {"bugs_c": 2, "report": "通过", "bugs_a": 0, "bugs_b": 0}
    answer = rob.post(page_url(plan, "staging"), {
        "decision": "reject", "digest": digest(plan, "staging"), "comment": "预发没数据",
    })  # fmt: skip
    plan.refresh_from_db()
    assert plan.status == "rejected"
    assert "预发没数据" in client.get(f"/plans/{plan.number}/gates/").content.decode()


def test_what_changed_since_is_shown_cell_by_cell(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    add_rows(plan, "cases", by=cast.ann, rows=CASES)
    up_to_review(plan, cast)
    signoff = SignOff.objects.get(gate__key="tested")
    row = section("cases").rows(plan).first()
    row.plan = plan
    save_row(row, by=cast.ann, version=row.row_version, values={"expected": "到账 <b>两次</b>"})
    url = f"/plans/{plan.number}/gates/{signoff.gate_id}/since/{signoff.pk}/"
    shown = signed_in(cast.rob).get(url).content.decode()
    assert "预期结果" in shown and "&lt;b&gt;两次" in shown
    assert "预发结果" not in shown, "progress is no content"
    assert signed_in(cast.rob).get(url.replace(f"/{signoff.pk}/", "/999999/")).status_code == 404


def test_after_an_amendment_the_page_says_what_still_holds(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    approved(plan, cast)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "x"}], reason="补一条风险")
    shown = signed_in(cast.oli).get(f"/plans/{plan.number}/gates/").content.decode()
    assert "对签字时的版本仍然有效" in shown
    assert "变更待签" in shown
    assert "已失效·需重签" in shown


def test_withdrawal_and_completion_by_the_api(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    approved(plan, cast)
    client, base = signed_in(cast.ann), f"/api/v1/plans/{plan.number}/"
    assert post(client, f"{base}completion/", {}).status_code == 409
    assert post(client, f"{base}withdrawal/", {}).status_code == 400
    answer = post(client, f"{base}withdrawal/", {"reason": "再看看"})
    assert answer.json()["status"] == "draft"
    assert post(signed_in(cast.eve), f"{base}submission/", {"reason": "x"}).status_code == 403


def test_errors_of_the_check_come_as_findings(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    add_rows(plan, "apps", by=cast.ann, rows=[{"batch": 1, "app": "x", "depends_on": ["nowhere"]}])
    answer = post(signed_in(cast.ann), f"/api/v1/plans/{plan.number}/submission/", {"reason": "x"})
    assert answer.status_code == 409
    assert answer.json()["findings"][0]["level"] == "error"


def test_the_panel_shows_who_is_missing(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    url = f"/plans/{plan.number}/gates/panel/"
    assert "提交之后" in signed_in(cast.ann).get(url).content.decode()
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.dev)
    shown = signed_in(cast.oli).get(url).content.decode()
    assert "上线评审" in shown and "戴维" in shown and "去签字" in shown


def test_the_page_survives_every_state(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    client, url = signed_in(cast.ann), f"/plans/{plan.number}/gates/"
    assert "提交之后的关口" in client.get(url).content.decode()
    approved(plan, cast)
    reject_after = ("cancelled", "releasing", "paused", "observing", "done", "rolled_back")
    for status in reject_after:
        Plan.objects.filter(pk=plan.pk).update(status=status)
        assert client.get(url).status_code == 200
    assert state(plan, "go_no_go") == "signed"
    assert reject


def test_the_page_asks_few_questions(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    up_to_review(plan, cast)
    client = signed_in(cast.oli)
    client.get(f"/plans/{plan.number}/gates/")
    with django_assert_max_num_queries(95):
        client.get(f"/plans/{plan.number}/gates/")
