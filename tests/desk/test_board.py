from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from ground.models import Event
from plans.actions import change_plan, move_app
from plans.models import Plan

Open = Callable[[Any], Client]
Find = Callable[[str], Any]
HTMX = {"HTTP_HX_REQUEST": "true"}


def tap(client: Client, plan: Plan, app: Any, to: str, **more: str) -> Any:
    return client.post(f"/plans/{plan.number}/board/apps/{app.pk}/", {"to": to, **more}, **HTMX)


def see(client: Client, plan: Plan) -> str:
    return client.get(f"/plans/{plan.number}/board/").content.decode()


def through(app_of: Find, name: str, cast: SimpleNamespace) -> None:
    """Deployed by oli, verified by rob."""
    for to, who in (("deploying", cast.oli), ("deployed", cast.oli), ("verified", cast.rob)):
        move_app(app_of(name), by=who, to=to)


def test_the_board_shows_the_next_step_with_its_button(
    released: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    page = see(signed_in(cast.oli), released)
    assert "欧力：发布 coin-center（第 1 批）" in page
    assert "等待第 1 批" in page


def test_one_tap_moves_an_application_and_answers_the_fresh_board(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    answer = tap(signed_in(cast.oli), released, app_of("coin-center"), "deploying")
    assert answer.status_code == 200
    assert 'id="board"' in answer.content.decode()
    assert app_of("coin-center").state == "deploying"


def test_without_scripts_a_tap_leads_back_to_the_board(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    address = f"/plans/{released.number}/board/apps/{app_of('coin-center').pk}/"
    answer = signed_in(cast.oli).post(address, {"to": "deploying"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/plans/{released.number}/board/"


def test_out_of_order_is_refused_with_the_reason(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    answer = tap(signed_in(cast.oli), released, app_of("trade-web-buy"), "deploying")
    assert answer.status_code == 409
    assert "还没有验证通过" in answer.json()["detail"]
    assert app_of("trade-web-buy").state == "pending"


def test_out_of_order_goes_with_a_reason_that_the_log_keeps(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    client, app = signed_in(cast.oli), app_of("trade-web-buy")
    sheet = client.get(f"/plans/{released.number}/board/apps/{app.pk}/?to=deploying", **HTMX)
    assert "第 1 批的 coin-center 还没有验证通过" in sheet.content.decode()
    assert tap(client, released, app, "deploying", explicit="1").status_code == 400
    told = tap(client, released, app, "deploying", explicit="1", reason="依赖已手工确认")
    assert told.status_code == 200
    event = Event.objects.filter(chain=released.chain, kind="app.moved").latest("position")
    assert (event.reason, event.data["out_of_order"]) == ("依赖已手工确认", True)


def test_skipping_asks_for_a_reason_first(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    client, app = signed_in(cast.oli), app_of("coin-center")
    assert tap(client, released, app, "skipped").status_code == 400
    assert tap(client, released, app, "skipped", reason="本次不发").status_code == 200
    assert app_of("coin-center").state == "skipped"


def test_whoever_deployed_it_cannot_verify_it(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    row = app_of("coin-center")
    row.deployer = "罗博"
    row.save(update_fields=["deployer"])
    client = signed_in(cast.rob)
    assert tap(client, released, row, "deploying").status_code == 200
    assert tap(client, released, row, "deployed").status_code == 200
    answer = tap(client, released, row, "verified")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "发布和验证要由不同的人完成。"
    assert "发布和验证要由不同的人完成。" in see(client, released)


def test_a_hand_in_deploying_is_enough_to_bar_from_verifying(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    row = app_of("coin-center")
    row.deployer = "罗博"
    row.save(update_fields=["deployer"])
    tap(signed_in(cast.rob), released, row, "deploying")
    tap(signed_in(cast.oli), released, row, "deployed")
    assert tap(signed_in(cast.rob), released, row, "verified").status_code == 403


def test_a_verification_that_was_taken_back_can_be_given_again(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    through(app_of, "coin-center", cast)
    client, app = signed_in(cast.rob), app_of("coin-center")
    undo = client.post(f"/plans/{released.number}/board/apps/{app.pk}/undo/", **HTMX)
    assert undo.status_code == 200
    assert tap(client, released, app, "verified").status_code == 200


def test_a_tap_can_be_taken_back_within_a_minute_by_the_same_person(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    app, undo = app_of("coin-center"), f"/plans/{released.number}/board/apps/%s/undo/"
    client = signed_in(cast.oli)
    tap(client, released, app, "deploying")
    assert f"undo-{app.pk}" in see(client, released)
    assert f"undo-{app.pk}" not in see(signed_in(cast.ann), released)
    assert signed_in(cast.ann).post(undo % app.pk, **HTMX).status_code == 403
    assert client.post(undo % app.pk, **HTMX).status_code == 200
    assert app_of("coin-center").state == "pending"


def test_after_a_minute_nothing_is_taken_back(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    app, client = app_of("coin-center"), signed_in(cast.oli)
    tap(client, released, app, "deploying")
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert f"undo-{app.pk}" not in see(client, released)
        answer = client.post(f"/plans/{released.number}/board/apps/{app.pk}/undo/", **HTMX)
    assert answer.status_code == 409
    assert "一分钟内" in answer.json()["detail"]


def test_a_failure_is_a_blocker_on_top_with_who_decides(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    move_app(app_of("coin-center"), by=cast.oli, to="deploying")
    move_app(app_of("coin-center"), by=cast.oli, to="failed", reason="健康检查不过")
    page = see(signed_in(cast.oli), released)
    blocker = page[page.index("阻塞") :]
    assert "coin-center 发布失败：健康检查不过" in blocker
    assert "决策人 安然" in blocker
    assert "重新发布" in blocker


def test_outside_the_window_the_board_says_when_it_opens(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    opens = timezone.now() + timedelta(hours=3)
    change_plan(
        plan, by=cast.ann, version=plan.version_lock, values={"window_start": opens.isoformat()}
    )
    Plan.objects.filter(pk=plan.pk).update(status="approved")
    page = see(signed_in(cast.oli), plan)
    assert "等发布窗口打开" in page
    answer = signed_in(cast.oli).post(f"/plans/{plan.number}/board/plan/start/", **HTMX)
    assert answer.status_code == 409
    assert answer.json()["detail"] in page


def test_sql_is_ticked_with_evidence_by_the_dba_only(
    released: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    row = released.plans_sqlchange_rows.first()  # type: ignore[attr-defined]
    address = f"/plans/{released.number}/board/rows/sql_changes/{row.pk}/"
    assert signed_in(cast.rob).post(address, {"state": "done"}, **HTMX).status_code == 403
    told = signed_in(cast.dan).post(address, {"state": "done", "evidence": "工单 7"}, **HTMX)
    assert told.status_code == 200
    row.refresh_from_db()
    assert (row.state, row.evidence) == ("done", "工单 7")
    assert "工单 7" in see(signed_in(cast.eve), released)


def test_a_step_keeps_when_it_was_done(
    released: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    row = released.plans_step_rows.first()  # type: ignore[attr-defined]
    address = f"/plans/{released.number}/board/rows/steps/{row.pk}/"
    assert signed_in(cast.oli).post(address, **HTMX).status_code == 200
    row.refresh_from_db()
    assert row.state == "done"
    assert row.actual_end is not None


def test_applications_are_no_checklist(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    address = f"/plans/{released.number}/board/rows/apps/{app_of('coin-center').pk}/"
    assert signed_in(cast.oli).post(address, {"state": "verified"}, **HTMX).status_code == 404


def test_pausing_stops_new_starts_and_resuming_goes_on(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    client, verb = signed_in(cast.oli), f"/plans/{released.number}/board/plan/%s/"
    assert client.post(verb % "pause", {"reason": "看监控"}, **HTMX).status_code == 200
    assert tap(client, released, app_of("coin-center"), "deploying").status_code == 409
    assert "计划已暂停" in see(client, released)
    assert client.post(verb % "resume", **HTMX).status_code == 200
    assert tap(client, released, app_of("coin-center"), "deploying").status_code == 200


@pytest.mark.long
def test_rolling_back_shows_the_reverse_order_and_takes_it_app_by_app(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    for name in ("coin-center", "promotion-platform", "trade-web-buy"):
        through(app_of, name, cast)
    client, address = signed_in(cast.oli), f"/plans/{released.number}/board/plan/rollback/"
    sheet = client.get(address, **HTMX).content.decode()
    assert (
        sheet.index("trade-web-buy")
        < sheet.index("promotion-platform")
        < sheet.index("coin-center")
    )
    assert client.post(address, **HTMX).status_code == 400
    assert client.post(address, {"reason": "成功率下跌"}, **HTMX).status_code == 200
    early = tap(client, released, app_of("coin-center"), "rolled_back")
    assert early.status_code == 409
    assert "请先回滚 trade-web-buy" in early.json()["detail"]
    assert "限 10 分钟" in see(client, released)
    for name in ("trade-web-buy", "promotion-platform", "coin-center"):
        assert tap(client, released, app_of(name), "rolled_back").status_code == 200
    released.refresh_from_db()
    assert released.status == "rolled_back"


def test_somebody_without_a_part_only_looks(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    client = signed_in(cast.eve)
    page = see(client, released)
    assert "这里只能看" in page
    assert "开始发布<" not in page
    answer = tap(client, released, app_of("coin-center"), "deploying")
    assert answer.status_code == 403
    assert "发布人员" in answer.json()["detail"]


def test_a_plan_for_members_only_is_not_there_for_others(
    released: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    Plan.objects.filter(pk=released.pk).update(visibility="members")
    client = signed_in(cast.eve)
    for path in ("board/", "board/live/", "board/plan/pause/"):
        assert client.get(f"/plans/{released.number}/{path}").status_code == 404


def test_the_fresh_part_is_empty_until_something_happens(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    client, address = signed_in(cast.ann), f"/plans/{released.number}/board/live/"
    with time_machine.travel(timezone.now().replace(second=5), tick=False):
        page = see(client, released)
        mark = page.split("live/?mark=")[1].split('"')[0]
        assert client.get(address, {"mark": mark}).status_code == 204
        move_app(app_of("coin-center"), by=cast.oli, to="deploying")
        fresh = client.get(address, {"mark": mark})
    assert fresh.status_code == 200
    assert "发布中" in fresh.content.decode()


def test_the_board_costs_the_same_for_many_applications(
    released: Plan, cast: SimpleNamespace, signed_in: Open, django_assert_max_num_queries: Any
) -> None:
    model = released.plans_app_rows.model  # type: ignore[attr-defined]
    model.objects.bulk_create(
        model(plan=released, app=f"app-{n}", batch=3 + n % 4, rank=n, depends_on=["coin-center"])
        for n in range(60)
    )
    client = signed_in(cast.oli)
    with django_assert_max_num_queries(36):
        see(client, released)
    with django_assert_max_num_queries(8):
        length = Event.objects.filter(chain=released.chain).count()
        mark = f"{length}-{timezone.now():%d%H%M}"
        client.get(f"/plans/{released.number}/board/live/?mark={mark}", **HTMX)


@pytest.mark.parametrize(
    "status", ["draft", "in_review", "approved", "ramping", "observing", "done"]
)
def test_every_state_has_something_to_say(
    plan: Plan, cast: SimpleNamespace, signed_in: Open, status: str
) -> None:
    Plan.objects.filter(pk=plan.pk).update(status=status)
    page = see(signed_in(cast.ann), plan)
    assert 'id="next-title"' in page
