"""Ramps over REST: list, create, command, refuse."""

from typing import Any

import pytest
from django.test import Client

from gray.models import Flag, Run
from people.actions import create_token
from plans.models import Plan

pytestmark = pytest.mark.django_db


def address(plan: Plan, tail: str = "") -> str:
    return f"/api/v1/plans/{plan.number}/ramps/{tail}"


def give(client: Client, ramp: Any, **body: Any) -> Any:
    where = address(ramp.plan, f"{ramp.pk}/commands/")
    return client.post(where, body, content_type="application/json")


def test_a_ramp_is_created_with_the_default_stages(cast, plan, signed_in):
    body = {"name": "返希豆灰度", "flag": "coin.refund", "environment": "prod"}
    answer = signed_in(cast.ann).post(address(plan), body, content_type="application/json")
    assert answer.status_code == 201
    ramp = answer.json()
    assert (ramp["state"], ramp["percent"], ramp["flag"]) == ("ready", 0, "coin.refund")
    assert [stage["effective_percent"] for stage in ramp["stages"]] == [0, 1, 10, 50, 100]
    assert {stage["hold"] for stage in ramp["stages"]} == {"P1D"}
    assert all(stage["earliest_at"] for stage in ramp["stages"])


def test_a_ramp_may_bring_its_own_stages(cast, plan, signed_in):
    body = {"flag": "x", "stages": [{"percent": 0.5, "hold": "PT1H"}, {"percent": 100}]}
    answer = signed_in(cast.ann).post(address(plan), body, content_type="application/json")
    assert [stage["effective_percent"] for stage in answer.json()["stages"]] == [0.5, 100]
    assert [stage["position"] for stage in answer.json()["stages"]] == [1, 2]


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "name"), ({"name": "x", "stages": "all"}, "stages"),
     ({"name": "x", "stages": [{"percent": "viel"}]}, "rows"), ({"name": "x", "state": "done"}, "rows")],
)  # fmt: skip
def test_nonsense_creates_nothing(cast, plan, signed_in, body, field):
    answer = signed_in(cast.ann).post(address(plan), body, content_type="application/json")
    assert answer.status_code == 400 and field in answer.json()["fields"]
    assert not plan.gray_ramp_rows.exists() and not plan.gray_stage_rows.exists()


def test_commands_move_it_and_the_answer_says_why_it_waits(cast, ramp, signed_in):
    answer = give(signed_in(cast.oli), ramp, command="start", reason="")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["state"], body["stage"], body["users"]) == ("running", 1, ["ann", "无忌"])
    assert body["why"]["code"] == "hold" and "观察" in body["why"]["sentence"]
    listed = signed_in(cast.eve).get(address(ramp.plan)).json()
    assert listed["count"] == 1 and listed["results"][0]["state"] == "running"


def test_a_jump_takes_a_row_id_or_a_position(cast, ramp, signed_in):
    oli = signed_in(cast.oli)
    give(oli, ramp, command="start")
    fourth = ramp.plan.gray_stage_rows.get(percent=50)
    assert give(oli, ramp, command="jump", stage=fourth.pk, reason="演练过").json()["percent"] == 50
    assert give(oli, ramp, command="jump", stage=True, reason="x").status_code == 400


def test_the_wrong_state_is_409_with_the_reason(cast, ramp, signed_in):
    answer = give(signed_in(cast.oli), ramp, command="resume", reason="x")
    assert answer.status_code == 409
    assert answer["Content-Type"].startswith("application/problem+json")
    assert "继续" in answer.json()["detail"]


def test_who_may_not_is_403_with_the_reason_and_nothing_moves(cast, ramp, signed_in):
    for name in ("rob", "pia", "eve"):
        answer = give(signed_in(getattr(cast, name)), ramp, command="start")
        assert answer.status_code == 403 and "发布人员" in answer.json()["detail"]
    assert not Run.objects.exclude(state="ready").exists()


def test_what_may_not_be_seen_is_404(cast, ramp, signed_in):
    Plan.objects.update(visibility="members")
    assert signed_in(cast.eve).get(address(ramp.plan)).status_code == 404
    assert give(signed_in(cast.eve), ramp, command="off").status_code == 404
    assert signed_in(cast.oli).get(address(ramp.plan, "999999/")).status_code == 404


@pytest.mark.parametrize(("command", "status"), [("explode", 400), ("", 400), (None, 400)])
def test_unknown_commands_are_400(cast, ramp, signed_in, command, status):
    assert give(signed_in(cast.oli), ramp, command=command).status_code == status


def test_a_token_needs_the_scope_ramp(cast, ramp):
    def ask(*scopes: str) -> int:
        _token, text = create_token(
            cast.oli, by=cast.oli, name="ci", scopes=scopes, expires_at=None
        )
        return Client().post(
            address(ramp.plan, f"{ramp.pk}/commands/"), {"command": "start"},
            content_type="application/json", headers={"Authorization": f"Bearer {text}"},
        ).status_code  # fmt: skip

    assert ask("read", "write") == 403
    assert not Flag.objects.exists()
    assert ask("ramp") == 200


def test_of_two_who_press_at_once_one_is_told(cast, ramp, signed_in):
    oli = signed_in(cast.oli)
    seen = give(oli, ramp, command="start").json()["revision"]
    first = give(oli, ramp, command="advance", reason="一", revision=seen)
    second = give(signed_in(cast.ann), ramp, command="advance", reason="二", revision=seen)
    assert (first.status_code, second.status_code) == (200, 409)
    assert "1%" in second.json()["detail"]
    assert second.json()["current"]["revision"] == first.json()["revision"]
    assert give(oli, ramp, command="off", revision=seen).status_code == 200
