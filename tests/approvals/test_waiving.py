"""Breaking the glass: two people, a reason, one open gate, exactly its content, a review."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from approvals.actions import ask_waiver, confirm_waiver, refuse_waiver, review_waiver, sign
from approvals.contribute import Approvals, due_for
from approvals.models import Waiver
from approvals.rules.scene import OPEN
from approvals.rules.waiving import Glass, may_ask, may_confirm, may_review
from ground.clock import now
from ground.errors import Denied, Invalid, Refusal, Stale, WrongState
from ground.models import Event
from notices.models import Message
from people.actions import create_token
from people.models import Delegation
from plans.actions import add_rows, ask_clearance
from plans.models import Clearance, Plan
from tests.approvals.hands import (
    approve,
    approved,
    digest,
    gate,
    reject,
    state,
    submitted,
    up_to_review,
)
from tests.approvals.scenes import ANN, DAN, DEV, EVE, OLI, PIA, ROB, opened, person, scene

pytestmark = pytest.mark.long

SignedIn = Callable[[Any], Client]
WHY = "测试负责人出差，今晚必须修复支付"


def ask(plan: Plan, key: str, by: Any, **more: Any) -> Waiver:
    return ask_waiver(
        gate(plan, key), by=by, **{"reason": WHY, "digest": digest(plan, key), **more}
    )


def confirm(plan: Plan, waiver: Waiver, by: Any) -> Waiver:
    return confirm_waiver(waiver, by=by, digest=digest(plan, waiver.gate.key))


def waived(plan: Plan, key: str, first: Any, second: Any) -> Waiver:
    return confirm(plan, ask(plan, key, first), second)


@pytest.mark.parametrize(
    ("who", "may"),
    [(ANN, True), (OLI, True), (DEV, True), (ROB, True), (DAN, False), (PIA, False), (EVE, False)],
)
def test_who_may_ask(who: int, may: bool) -> None:
    assert bool(may_ask(*opened(scene(), "submission"), who)) is may


def test_a_delegate_breaks_no_glass() -> None:
    stand_in = person(EVE)
    whole = scene()
    people = {**whole.people, EVE: stand_in.__class__(EVE, "伊芙", frozenset(),
              stands_in={OLI: frozenset({"ops"})})}  # fmt: skip
    whole, here = opened(scene(people=people), "submission")
    assert not may_ask(whole, here, EVE)
    assert not may_confirm(whole, here, Glass(DEV, {}), EVE)


def test_the_second_is_another_human_and_not_barred() -> None:
    whole, here = opened(scene(), "submission")
    assert "另一个人" in may_confirm(whole, here, Glass(OLI, {}), OLI).reason
    assert "你提交的" in may_confirm(whole, here, Glass(OLI, {}), ANN).reason
    assert may_confirm(whole, here, Glass(OLI, {}), DEV)


def test_only_open_gates_and_no_statement() -> None:
    whole = scene()
    here = whole.named("tested")
    assert here and here.state != OPEN and not may_ask(whole, here, OLI)
    whole, here = opened(scene(status="observing"), "closed")
    assert "声明" in may_ask(whole, here, OLI).reason


def test_the_two_do_not_review() -> None:
    whole, here = opened(scene(), "tested")
    assert not may_review(whole, here, Glass(ROB, {}, False, OLI), ROB)
    assert may_review(whole, here, Glass(DEV, {}, False, OLI), ROB)
    assert not may_review(whole, here, Glass(DEV, {}, False, OLI), PIA)


@pytest.mark.django_db
def test_two_people_let_a_gate_pass(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    assert state(plan, "submission") == "open"
    confirm(plan, waiver, cast.rob)
    assert (state(plan, "submission"), state(plan, "tested")) == ("signed", "open")
    kinds = list(Event.objects.filter(chain=plan.chain).values_list("kind", flat=True))
    assert kinds.count("gate.waived") == 1 and "gate.passed" not in kinds
    told = set(Message.objects.filter(kind="gate.waived", channel="email")
               .values_list("to__username", flat=True))  # fmt: skip
    assert {"ann", "dev", "rob", "dan", "oli", "pia", "adm"} == told


@pytest.mark.django_db
def test_nobody_breaks_it_alone(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    for name, words in (("oli", "另一个人"), ("ann", "你提交的"), ("adm", "本人"), ("pia", "本人")):
        with pytest.raises(Denied, match=words):
            confirm(plan, waiver, getattr(cast, name))
    assert state(plan, "submission") == "open"


@pytest.mark.django_db
def test_a_reason_says_something(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    with pytest.raises(Invalid, match="至少 10 个字"):
        ask(plan, "submission", cast.oli, reason="   急   ")
    with pytest.raises(Stale):
        ask(plan, "submission", cast.oli, digest="0" * 64)
    ask(plan, "submission", cast.oli)
    with pytest.raises(WrongState, match="已经有人请求"):
        ask(plan, "submission", cast.rob)


@pytest.mark.django_db
def test_an_edit_ends_it_and_the_gate_asks_again(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = waived(plan, "submission", cast.oli, cast.rob)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "缓存击穿"}])
    waiver.refresh_from_db()
    assert (waiver.state, waiver.ended_why) == ("ended", "content")
    assert state(plan, "submission") == "open"


@pytest.mark.django_db
def test_an_edit_ends_the_request_too(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "缓存击穿"}])
    with pytest.raises(WrongState, match="已失效"):
        confirm(plan, waiver, cast.rob)


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["sign", "reject", "refuse"])
def test_a_request_ends_when_the_gate_is_decided(
    plan: Plan, cast: SimpleNamespace, deed: str
) -> None:
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    if deed == "sign":
        approve(plan, "submission", cast.dev)
    elif deed == "reject":
        reject(plan, "submission", cast.dev)
    else:
        refuse_waiver(waiver, by=cast.rob, reason="等得起")
    waiver.refresh_from_db()
    assert waiver.state == "ended"


@pytest.mark.django_db
def test_a_new_submission_starts_without(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = waived(plan, "submission", cast.oli, cast.rob)
    reject(plan, "tested", cast.rob)
    plan.refresh_from_db()
    submitted(plan, cast.ann)
    waiver.refresh_from_db()
    assert (waiver.ended_why, state(plan, "submission")) == ("submitted", "open")


@pytest.mark.django_db
def test_the_last_gate_waived_approves_the_plan(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    waived(plan, "go_no_go", cast.ann, cast.oli)
    plan.refresh_from_db()
    assert plan.status == "approved"
    with pytest.raises(WrongState, match="已豁免"):
        approve(plan, "go_no_go", cast.pia)


@pytest.mark.django_db
def test_it_waits_for_a_review(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = waived(plan, "submission", cast.oli, cast.rob)
    lines = {name: [item.what for item in due_for(getattr(cast, name), now())]
             for name in ("dev", "ann", "oli", "pia")}  # fmt: skip
    assert "复核豁免的“提测”" in lines["dev"] and "“提测”的豁免等人复核" in lines["ann"]
    assert not [line for name in ("oli", "pia") for line in lines[name] if "豁免" in line]
    for name in ("oli", "rob", "pia", "ann"):
        with pytest.raises(Denied):
            review_waiver(waiver, by=getattr(cast, name), comment="看过")
    with pytest.raises(Invalid):
        review_waiver(waiver, by=cast.dev, comment=" ")
    review_waiver(waiver, by=cast.dev, comment="看过，没有问题")
    assert not [item for item in due_for(cast.dev, now()) if "豁免" in item.what]


@pytest.mark.django_db
def test_page_api_and_document_show_both_names(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    client, base = signed_in(cast.oli), f"/api/v1/plans/{plan.number}/gates/"
    here = next(one for one in client.get(base).json()["results"] if one["key"] == "submission")
    assert here["may_waive"]["allowed"]
    body = {"reason": WHY, "digest": here["digest"]}
    asked = client.post(f"{base}{here['id']}/waivers/", json.dumps(body), "application/json")
    assert asked.status_code == 201 and asked.json()["state"] == "asked"
    url = f"/plans/{plan.number}/gates/{here['id']}/waivers/{asked.json()['id']}/confirmation/"
    assert signed_in(cast.rob).post(url, {"digest": here["digest"]}).status_code == 302
    page = signed_in(cast.pia).get(f"/plans/{plan.number}/gates/").content.decode()
    assert "已豁免" in page and "欧力、罗博" in page and WHY in page
    assert page.count("已豁免：欧力、罗博") == 1, "the head's line shows it"


@pytest.mark.django_db
def test_no_token_breaks_the_glass(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    _token, text = create_token(cast.rob, by=cast.rob, name="x",
                                scopes=["read", "write", "deploy", "ramp"],
                                expires_at=None)  # fmt: skip
    base = f"/api/v1/plans/{plan.number}/gates/{waiver.gate_id}/waivers/"
    for path in ("", f"{waiver.pk}/confirmation/", f"{waiver.pk}/refusal/", f"{waiver.pk}/review/"):
        answer = Client().post(base + path, "{}", "application/json",
                               headers={"Authorization": f"Bearer {text}"})  # fmt: skip
        assert answer.status_code == 403 and "浏览器" in answer.json()["detail"]


@pytest.mark.django_db
def test_a_real_delegate_does_not_confirm(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    at = now()
    Delegation.objects.create(giver=cast.rob, taker=cast.eve, created_at=at, begins_at=at,
                              ends_at=at.replace(year=at.year + 1))  # fmt: skip
    waiver = ask(plan, "submission", cast.oli)
    with pytest.raises(Denied, match="本人"):
        confirm(plan, waiver, cast.eve)


@pytest.mark.django_db
def test_signatures_beside_a_request_stand(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    ask(plan, "go_no_go", cast.oli)
    found = gate(plan, "go_no_go")
    try:
        sign(found, by=cast.pia, decision="approve", digest=digest(plan, "go_no_go"))
    except Refusal as refusal:
        pytest.fail(refusal.detail)
    assert Waiver.objects.get().state == "asked"


@pytest.mark.django_db
def test_the_printed_chapter_has_both_names_and_the_review(
    plan: Plan, cast: SimpleNamespace
) -> None:
    submitted(plan, cast.ann)
    waiver = waived(plan, "submission", cast.oli, cast.rob)
    review_waiver(waiver, by=cast.dev, comment="补看过，没有问题")
    chapter = next(iter(Approvals().chapters(plan, now())))
    html = render_to_string(chapter.template, chapter.context)
    said = ("已豁免", "欧力、罗博", WHY, "戴维", "补看过，没有问题", waiver.digest)
    assert [words for words in said if words not in html] == []


@pytest.mark.django_db
def test_a_waived_stage_is_let_in_and_an_edit_takes_that_back(
    plan: Plan, cast: SimpleNamespace
) -> None:
    approved(plan, cast)
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    plan.refresh_from_db()
    ask_clearance(plan, "stage:7:31", at=now(), title="返豆灰度 10%", wants={})
    waiver = waived(plan, "stage:7:31", cast.dev, cast.oli)
    clearance = Clearance.objects.get(plan=plan, subject="stage:7:31")
    assert clearance.state == "granted"
    add_rows(plan, "metrics", by=cast.ann, reason="漏了一项",
             rows=[{"name": "退款成功率", "purpose": "目标"}])  # fmt: skip
    clearance.refresh_from_db()
    waiver.refresh_from_db()
    assert (clearance.state, waiver.ended_why) == ("asked", "content")
