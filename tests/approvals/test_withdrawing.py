"""Taking one's own signature back, as long as what followed can be undone."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from approvals.actions import take_back
from approvals.models import SignOff
from approvals.rules.undoing import may_take_back
from ground.errors import Denied, Invalid, WrongState
from ground.models import Event
from notices.models import Message
from people.actions import create_token
from plans import states
from plans.models import Clearance, Plan
from plans.release import amendment_is_open
from tests.approvals.hands import approve, approved, gate, state, submitted, up_to_review
from tests.approvals.scenes import scene

SignedIn = Callable[[Any], Client]


def mine(plan: Plan, key: str, person: Any) -> SignOff:
    return SignOff.objects.select_related("gate__plan").get(
        gate__plan=plan, gate__key=key, signer=person, state="signed"
    )


@pytest.mark.parametrize(
    ("key", "status", "may"),
    [
        ("tested", states.IN_REVIEW, True), ("tested", states.APPROVED, True),
        ("tested", states.RELEASING, False), ("verified", states.OBSERVING, True),
        ("verified", states.DONE, False), ("verified", states.ROLLING_BACK, False),
    ],
)  # fmt: skip
def test_until_when(key: str, status: str, may: bool) -> None:
    whole = scene(status=status)
    here = whole.named(key)
    assert here and bool(may_take_back(whole, here)) is may


def test_a_stage_that_was_let_in_is_not_taken_back() -> None:
    whole = scene(status=states.RAMPING)
    here = whole.named("verified")
    assert here and may_take_back(whole, here)
    assert "放量" in may_take_back(whole, replace(here, is_spent=True)).reason


@pytest.mark.django_db
def test_the_gate_asks_again(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    assert (state(plan, "submission"), state(plan, "tested")) == ("signed", "open")
    signoff = take_back(mine(plan, "submission", cast.dev), by=cast.dev, reason="包传错了")
    assert (signoff.state, signoff.ended_why) == ("void", "withdrawn")
    assert (state(plan, "submission"), state(plan, "tested")) == ("open", "waiting")
    event = Event.objects.get(chain=plan.chain, kind="gate.withdrawn")
    assert (event.reason, event.actor) == ("包传错了", cast.dev)
    assert Message.objects.filter(kind="gate.withdrawn", to=cast.ann, channel="email").exists()


@pytest.mark.django_db
def test_an_approved_plan_deploys_nothing_new(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    take_back(mine(plan, "go_no_go", cast.pia), by=cast.pia, reason="口径不对")
    assert state(plan, "go_no_go") == "open" and amendment_is_open(plan)
    assert "撤回" in Clearance.objects.get(plan=plan, subject="amendment").note
    assert Event.objects.filter(chain=plan.chain, kind="plan.amendment_by_withdrawal").exists()
    approve(plan, "go_no_go", cast.pia)
    assert state(plan, "go_no_go") == "signed" and not amendment_is_open(plan)


@pytest.mark.django_db
def test_only_ones_own_and_with_a_reason(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.pia)
    signoff = mine(plan, "go_no_go", cast.pia)
    for name in ("ann", "adm", "rob"):
        with pytest.raises(Denied, match="本人"):
            take_back(signoff, by=getattr(cast, name), reason="替他撤")
    with pytest.raises(Invalid):
        take_back(signoff, by=cast.pia, reason=" ")
    take_back(signoff, by=cast.pia, reason="再想想")
    with pytest.raises(WrongState, match="不算数"):
        take_back(signoff, by=cast.pia, reason="再想想")


@pytest.mark.django_db
def test_not_after_the_start(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    Plan.objects.filter(pk=plan.pk).update(status=states.RELEASING)
    with pytest.raises(WrongState, match="发布已经开始"):
        take_back(mine(plan, "go_no_go", cast.pia), by=cast.pia, reason="晚了")
    assert state(plan, "go_no_go") == "signed"


@pytest.mark.django_db
def test_by_page_and_api_but_by_no_token(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    up_to_review(plan, cast)
    for _round in range(2):
        approve(plan, "go_no_go", cast.pia)
        signoff = mine(plan, "go_no_go", cast.pia)
        path = f"plans/{plan.number}/gates/{signoff.gate_id}/signoffs/{signoff.pk}/withdrawal/"
        _token, text = create_token(cast.pia, by=cast.pia, name="x", scopes=["write"],
                                    expires_at=None)  # fmt: skip
        bearer = {"Authorization": f"Bearer {text}"}
        answer = Client().post(f"/api/v1/{path}", "{}", "application/json", headers=bearer)
        assert answer.status_code == 403 and "浏览器" in answer.json()["detail"]
        client = signed_in(cast.pia)
        if _round:
            answer = client.post(f"/api/v1/{path}", '{"reason": "再看"}', "application/json")
            assert answer.status_code == 200 and answer.json()["state"] == "open"
        else:
            page = client.get(f"/plans/{plan.number}/gates/").content.decode()
            assert f'action="/{path}"' in page
            assert client.post(f"/{path}", {"reason": "再看"}).status_code == 302
        assert gate(plan, "go_no_go").state == "open"
