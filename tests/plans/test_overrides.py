"""An emergency override: two people, a reason, a while; then the times bind again by themselves."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from calendars.models import ChangeWindow, Freeze
from gray.clock import tick
from ground.clock import now
from ground.errors import Denied, Invalid, WrongState
from ground.journal import verify
from ground.models import Event
from notices.models import Message
from people.actions import create_token
from people.models import Delegation
from plans import due, states
from plans.actions import (
    ask_override,
    begin_rollback,
    confirm_override,
    end_override,
    move_app,
    pause,
    refuse_override,
)
from plans.models import Override, Plan
from plans.overriding.panel import panel_of
from plans.release import may_deploy
from plans.tables.registry import section
from releaseplan.celery import app

WHY = "支付回调大面积失败，等不到今晚的窗口"


@pytest.fixture
def frozen(db: None) -> Freeze:
    """Everything, from an hour ago until tomorrow."""
    at = now()
    return Freeze.objects.create(
        reason="大促", start=at - timedelta(hours=1), end=at + timedelta(days=1)
    )


@pytest.fixture
def shut(plan: Plan, frozen: Freeze) -> Plan:
    """A release under way whose change windows are closed, inside a freeze."""
    minute = (now() + timedelta(hours=6)).astimezone(plan.zone).time()
    end = (now() + timedelta(hours=7)).astimezone(plan.zone).time()
    ChangeWindow.objects.create(start=minute, end=end)
    Plan.objects.filter(pk=plan.pk).update(status=states.RELEASING, started_at=now())
    plan.refresh_from_db()
    return plan


@pytest.fixture
def opened(shut: Plan, cast: SimpleNamespace) -> Override:
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    return confirm_override(asked, by=cast.ann)


def told(kind: str) -> set[str]:
    found = Message.objects.filter(kind=kind, channel="email")
    return {message.to.username for message in found.select_related("to")}


def kinds(plan: Plan) -> list[str]:
    found = Event.objects.filter(chain=plan.chain, kind__startswith="override.")
    return [event.kind for event in found]


def test_windows_and_freezes_open_from_the_confirmation_on(
    shut: Plan, cast: SimpleNamespace
) -> None:
    assert "大促" in may_deploy(shut, now()).reason
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    assert not may_deploy(shut, now()), "a request opens nothing"
    confirm_override(asked, by=cast.ann)
    assert may_deploy(shut, now())
    move_app(section("apps").rows(shut).get(app="coin-center"), by=cast.oli, to="deploying")


def test_it_lapses_by_itself_though_no_clock_runs(opened: Override) -> None:
    assert may_deploy(opened.plan, opened.until - timedelta(seconds=1))
    assert not may_deploy(opened.plan, opened.until)


def test_a_clock_set_back_finds_it_not_begun(opened: Override) -> None:
    assert not may_deploy(opened.plan, opened.begins_at - timedelta(seconds=1))  # type: ignore[operator]


def test_a_freeze_that_comes_later_is_lifted_by_nobody(
    opened: Override, cast: SimpleNamespace
) -> None:
    assert may_deploy(opened.plan, now())
    Freeze.objects.create(reason="机房停电", start=now(), end=now() + timedelta(hours=1))
    assert "机房停电" in may_deploy(opened.plan, now()).reason


def test_everything_else_still_holds(opened: Override, cast: SimpleNamespace) -> None:
    late = section("apps").rows(opened.plan).get(app="trade-web-buy")
    with pytest.raises(WrongState, match="第 1 批"):
        move_app(late, by=cast.oli, to="deploying")
    Plan.objects.filter(pk=opened.plan.pk).update(window_end=now() - timedelta(minutes=1))
    opened.plan.refresh_from_db()
    assert "发布窗口已在" in may_deploy(opened.plan, now()).reason


@pytest.mark.parametrize("name", ["dev", "rob", "dan", "pia", "eve", "adm"])
def test_only_whoever_drives_the_plan_asks(shut: Plan, cast: SimpleNamespace, name: str) -> None:
    with pytest.raises(Denied):
        ask_override(shut, by=getattr(cast, name), reason=WHY, minutes=30)
    assert not Override.objects.exists()


@pytest.mark.parametrize("name", ["dan", "pia", "eve", "adm"])
def test_a_second_person_needs_a_part_of_weight(
    shut: Plan, cast: SimpleNamespace, name: str
) -> None:
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    with pytest.raises(Denied, match="本人决定"):
        confirm_override(asked, by=getattr(cast, name))
    assert not may_deploy(shut, now())


def test_nobody_confirms_what_they_asked_for_not_even_the_owner_who_administers(
    shut: Plan, cast: SimpleNamespace
) -> None:
    cast.ann.is_superuser = cast.ann.is_staff = True
    cast.ann.save()
    asked = ask_override(shut, by=cast.ann, reason=WHY, minutes=30)
    with pytest.raises(Denied, match="另一个人"):
        confirm_override(asked, by=cast.ann)


def test_a_delegation_makes_no_second_person(shut: Plan, cast: SimpleNamespace) -> None:
    at = now()
    Delegation.objects.create(
        giver=cast.oli, taker=cast.eve, begins_at=at - timedelta(hours=1),
        ends_at=at + timedelta(hours=1), created_at=at,
    )  # fmt: skip
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    with pytest.raises(Denied, match="本人"):
        confirm_override(asked, by=cast.eve)


def test_whoever_has_left_the_plan_no_longer_asks(shut: Plan, cast: SimpleNamespace) -> None:
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    shut.grants.filter(user=cast.oli).delete()
    with pytest.raises(Denied, match="重新申请"):
        confirm_override(asked, by=cast.ann)


@pytest.mark.parametrize("minutes", [0, 14, 241, -30])
def test_a_length_is_a_quarter_of_an_hour_to_four_hours(
    shut: Plan, cast: SimpleNamespace, minutes: int
) -> None:
    with pytest.raises(Invalid, match="15 到 240"):
        ask_override(shut, by=cast.oli, reason=WHY, minutes=minutes)


@pytest.mark.parametrize("reason", ["", "  ", "a\x00b", "长" * 5001])
def test_a_reason_says_something(shut: Plan, cast: SimpleNamespace, reason: str) -> None:
    with pytest.raises(Invalid):
        ask_override(shut, by=cast.oli, reason=reason, minutes=30)


def test_one_at_a_time(opened: Override, cast: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="已经有一个紧急放行（放行中）"):
        ask_override(opened.plan, by=cast.oli, reason=WHY, minutes=30)
    with time_machine.travel(opened.until, tick=False):
        ask_override(opened.plan, by=cast.oli, reason=WHY, minutes=30)
    assert kinds(opened.plan)[-2:] == ["override.lapsed", "override.asked"]


def test_a_plan_that_is_not_under_way_needs_none(shut: Plan, cast: SimpleNamespace) -> None:
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    pause(shut, by=cast.oli)
    with pytest.raises(WrongState, match="已暂停"):
        confirm_override(asked, by=cast.ann)
    Override.objects.all().delete()
    with pytest.raises(WrongState, match="已暂停"):
        ask_override(shut, by=cast.oli, reason=WHY, minutes=30)


def test_a_request_that_nobody_answers_lapses(shut: Plan, cast: SimpleNamespace) -> None:
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    assert due.next_due() == asked.until
    with time_machine.travel(asked.until, tick=False):
        with pytest.raises(WrongState, match="已到期"):
            confirm_override(asked, by=cast.ann)
        assert due.run(now()) == 1
        assert due.run(now()) == 0
    assert kinds(shut) == ["override.asked", "override.unanswered"]
    assert told("override.unanswered") == {"oli"}
    assert due.next_due() is None


def test_the_second_person_may_refuse_and_the_first_withdraw(
    shut: Plan, cast: SimpleNamespace
) -> None:
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    with pytest.raises(Denied):
        refuse_override(asked, by=cast.eve, reason="不行")
    refuse_override(asked, by=cast.dev, reason="今晚窗口够用")
    with pytest.raises(WrongState, match="没有同意"):
        confirm_override(asked, by=cast.ann)
    again = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    refuse_override(again, by=cast.oli, reason="不需要了")
    assert kinds(shut)[1::2] == ["override.refused", "override.withdrawn"]
    assert told("override.refused") == {"oli"}


def test_the_clock_of_the_house_closes_it_and_so_does_a_worker(opened: Override) -> None:
    app.loader.import_default_modules()
    assert due.TASK in app.tasks
    assert due.run(opened.until - timedelta(seconds=1)) == 0
    with time_machine.travel(opened.until, tick=False):
        tick(opened.until)
    opened.refresh_from_db()
    assert (opened.state, opened.closed_at) == (Override.LAPSED, opened.until)


@pytest.mark.parametrize("name", ["oli", "ann", "rob"])
def test_it_can_be_ended_early(opened: Override, cast: SimpleNamespace, name: str) -> None:
    with pytest.raises(Denied):
        end_override(opened, by=cast.eve)
    end_override(opened, by=getattr(cast, name), reason="已经修好")
    assert not may_deploy(opened.plan, now())
    with pytest.raises(WrongState, match="已提前结束"):
        end_override(opened, by=cast.ann)


def test_the_plan_and_its_people_hear_of_everything(
    opened: Override, cast: SimpleNamespace
) -> None:
    assert told("override.asked") == {"ann", "dev", "rob"}
    assert told("override.begun") == {"ann", "dev", "rob", "dan", "oli", "pia"}
    letter = Message.objects.filter(kind="override.begun", channel="email").first()
    assert letter and WHY in letter.text and "大促" in letter.text and "欧力、安然" in letter.text
    with time_machine.travel(opened.until, tick=False):
        assert due.run(now()) == 1
    assert told("override.lapsed") == told("override.begun")
    assert kinds(opened.plan) == ["override.asked", "override.begun", "override.lapsed"]
    begun = Event.objects.get(kind="override.begun")
    assert begun.actor == cast.ann and begun.data["asker"] == "欧力" and begun.reason == WHY
    assert verify(opened.plan.chain) is None


def test_a_rollback_closes_it(opened: Override, cast: SimpleNamespace) -> None:
    begin_rollback(opened.plan, by=cast.oli, reason="回退")
    opened.refresh_from_db()
    assert opened.state == Override.ENDED and kinds(opened.plan)[-1] == "override.ended"


def test_the_database_itself_wants_two_people(shut: Plan, cast: SimpleNamespace) -> None:
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.filter(pk=asked.pk).update(confirmed_by=cast.oli)


def test_a_freeze_that_was_not_in_the_dialog_is_looked_at_first(
    shut: Plan, cast: SimpleNamespace, ann: Client, frozen: Freeze
) -> None:
    asked = ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    at = f"/plans/{shut.number}/overrides/{asked.pk}/confirmation/"
    Freeze.objects.create(reason="机房停电", start=now(), end=now() + timedelta(hours=1))
    seen = {"freeze": [str(frozen.pk)]}
    answer = ann.post(at, seen, headers={"HX-Request": "true"})
    assert answer.status_code == 409 and "机房停电" in answer.json()["detail"]
    assert not may_deploy(shut, now())
    seen["freeze"].append(str(Freeze.objects.get(reason="机房停电").pk))
    assert ann.post(at, seen).status_code == 302
    assert may_deploy(shut, now())


def strip(client: Client, plan: Plan) -> str:
    return client.get(f"/plans/{plan.number}/overrides/").content.decode()


def test_from_the_strip_two_people_open_and_close(
    shut: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    oli, ann, eve = signed_in(cast.oli), signed_in(cast.ann), signed_in(cast.eve)
    base = f"/plans/{shut.number}/overrides/"
    assert "override-ask" in strip(oli, shut) and "大促" in strip(oli, shut)
    assert "override-ask" not in strip(eve, shut)
    asked = oli.post(base, {"reason": WHY, "minutes": "60"}, headers={"HX-Request": "true"})
    assert "等第二个人确认" in asked.content.decode() and "撤回申请" in asked.content.decode()
    pk = Override.objects.get().pk
    assert "override-confirm" in strip(ann, shut) and "override-confirm" not in strip(oli, shut)
    assert oli.post(f"{base}{pk}/confirmation/").status_code == 403
    shown = {"freeze": [str(one.pk) for one in Freeze.objects.all()]}
    assert ann.post(f"{base}{pk}/confirmation/", shown).status_code == 302
    assert "紧急放行中" in strip(eve, shut) and "override-end" not in strip(eve, shut)
    assert ann.post(f"{base}{pk}/end/", {"reason": ""}).status_code == 302
    assert "紧急放行中" not in strip(eve, shut)


def test_the_strip_stays_quiet_while_nothing_changed(
    opened: Override, cast: SimpleNamespace, ann: Client
) -> None:
    mark = panel_of(opened.plan, cast.ann, now()).mark
    at = f"/plans/{opened.plan.number}/overrides/?mark="
    assert ann.get(f"{at}{mark}").status_code == 204
    assert ann.get(f"{at}shut-1").status_code == 200


def test_what_waits_stands_in_the_inbox_of_whoever_may_confirm(
    shut: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    ask_override(shut, by=cast.oli, reason=WHY, minutes=30)
    line = "确认或驳回欧力申请的紧急放行"
    assert line in signed_in(cast.ann).get("/").content.decode()
    assert line not in signed_in(cast.oli).get("/").content.decode()


def test_over_rest_in_the_same_words(shut: Plan, cast: SimpleNamespace, signed_in: Any) -> None:
    base = f"/api/v1/plans/{shut.number}/overrides/"
    oli, ann = signed_in(cast.oli), signed_in(cast.ann)
    short = oli.post(base, {"reason": WHY, "minutes": 5}, "application/json")
    assert short.status_code == 400 and "minutes" in short.json()["fields"]
    made = oli.post(base, {"reason": WHY, "minutes": 15}, "application/json")
    assert made.status_code == 201 and made.json()["state"] == "asked"
    one = f"{base}{made.json()['id']}/"
    own = oli.post(f"{one}confirmation/", {}, "application/json")
    assert own.status_code == 403 and "另一个人" in own.json()["detail"]
    unseen = ann.post(f"{one}confirmation/", {"freezes": []}, "application/json")
    assert unseen.status_code == 409 and "大促" in unseen.json()["detail"]
    done = ann.post(f"{one}confirmation/", {}, "application/json")
    assert done.status_code == 200 and done.json()["in_force"] is True
    late = ann.post(f"{one}confirmation/", {}, "application/json")
    assert late.status_code == 409 and "放行中" in late.json()["detail"]
    assert ann.get(base).json()["results"][0]["confirmed_by"] == "ann"
    assert oli.delete(f"{one}?reason=done").json()["state"] == "ended"


def test_a_token_reads_and_ends_but_neither_asks_nor_confirms(
    opened: Override, cast: SimpleNamespace
) -> None:
    _row, text = create_token(
        cast.ann, by=cast.ann, name="流水线", scopes=["read", "write", "ramp"], expires_at=None
    )
    client = Client(headers={"Authorization": f"Bearer {text}"})
    base = f"/api/v1/plans/{opened.plan.number}/overrides/"
    for address in (base, f"{base}{opened.pk}/confirmation/", f"{base}{opened.pk}/refusal/"):
        answer = client.post(address, {"reason": WHY, "minutes": 30}, "application/json")
        assert answer.status_code == 403 and "浏览器" in answer.json()["detail"], address
    assert client.get(base).json()["count"] == 1
    assert client.delete(f"{base}{opened.pk}/").json()["state"] == "ended"
