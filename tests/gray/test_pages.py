"""The pages of ramps, keys and the installation's times, as people see them."""

import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from calendars.models import ChangeWindow, Freeze, Workday
from gray.actions import command
from gray.models import EnvironmentKey, Flag, Run
from ground.models import Event
from plans.actions import add_rows
from plans.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HX = {"HX-Request": "true"}


def page(plan: Plan, name: str = "plan", *more: object) -> str:
    return reverse(f"gray:{name}", args=[plan.number, *more])


def test_a_plan_without_ramps_offers_to_make_one(cast, plan, signed_in):
    ann = signed_in(cast.ann)
    assert "建立灰度" in ann.get(page(plan)).content.decode()
    body = {"name": "返希豆灰度", "flag": "coin.refund", "environment": "prod"}
    answer = ann.post(page(plan, "new"), body, follow=True)
    text = answer.content.decode()
    assert "固定用户" in text and "coin.refund" in text and "等人按“开始”" in text
    assert "建立灰度" not in signed_in(cast.eve).get(page(plan)).content.decode()


def test_imported_stages_are_taken_over_by_the_first_ramp(cast, plan, signed_in):
    add_rows(plan, "stages", by=cast.ann, rows=[{"position": 1, "percent": 5}, {"percent": 100}])
    signed_in(cast.ann).post(page(plan, "new"), {"name": "g", "flag": "x"})
    assert set(plan.gray_stage_rows.values_list("ramp", "percent")) == {("g", 5), ("g", 100)}
    text = signed_in(cast.ann).get(page(plan)).content.decode()
    assert "<b>5%</b>" in text


def test_the_page_shows_share_reason_picture_stages_and_history(cast, ramp, signed_in):
    command(ramp, by=cast.oli, command="start")
    text = signed_in(cast.oli).get(page(ramp.plan)).content.decode()
    assert re.search(r'class="big ink-ramp">0<small>%', text)
    assert "为什么没动" in text and "还在观察" in text
    assert 'class="actual"' in text and 'class="planned"' in text
    assert text.count("data-label") >= 15
    assert "定时器" in text and "另有固定用户 2 人" in text
    assert "style=" not in text


def test_the_live_part_answers_nothing_while_nothing_changed(cast, ramp, signed_in):
    oli = signed_in(cast.oli)
    command(ramp, by=cast.oli, command="start")
    text = oli.get(page(ramp.plan)).content.decode()
    live = re.search(r'hx-get="([^"]+live[^"]+)"', text)[1].replace("&amp;", "&")
    assert oli.get(live).status_code == 204
    command(ramp, by=cast.oli, command="hold")
    fresh = oli.get(live)
    assert fresh.status_code == 200 and "已停止推进" in fresh.content.decode()


def test_a_command_asks_first_and_answers_the_fresh_part(cast, ramp, signed_in):
    oli = signed_in(cast.oli)
    where = page(ramp.plan, "command", ramp.pk, "start")
    assert "从第一阶段开始放量" in oli.get(where).content.decode()
    assert not Flag.objects.exists()
    fresh = oli.post(where, {"reason": ""}, headers=HX).content.decode()
    assert 'id="ramp"' in fresh and "推进中" in fresh
    assert oli.post(page(ramp.plan, "command", ramp.pk, "off"), {}).status_code == 302
    assert Run.objects.get().state == "off"


def test_a_refused_command_says_why_also_over_htmx(cast, ramp, signed_in):
    where = page(ramp.plan, "command", ramp.pk, "resume")
    answer = signed_in(cast.oli).post(where, {"reason": "x"}, headers=HX)
    assert answer.status_code == 409 and "继续" in answer.json()["detail"]
    answer = signed_in(cast.rob).get(where)
    assert answer.status_code == 409 and "发布人员" in answer.content.decode()


def test_buttons_that_cannot_be_pressed_say_why(cast, ramp, signed_in):
    command(ramp, by=cast.oli, command="start")
    text = signed_in(cast.rob).get(page(ramp.plan)).content.decode()
    assert text.count('aria-disabled="true"') == 5
    assert "请负责人把你加进" in text


def test_a_drift_is_shown_with_its_two_ways_out(cast, ramp, signed_in):
    command(ramp, by=cast.oli, command="start")
    Flag.objects.update(share=1_500)
    text = signed_in(cast.oli).get(page(ramp.plan)).content.decode()
    assert "漂移：线上是 15%，应为 0%" in text
    assert 'id="do-adopt"' in text and 'id="do-restore"' in text


def test_the_overview_lists_what_moves_first_and_hides_what_may_not_be_seen(cast, ramp, signed_in):
    command(ramp, by=cast.oli, command="start")
    assert "返希豆灰度" in signed_in(cast.eve).get(reverse("gray:overview")).content.decode()
    assert "返希豆灰度" not in signed_in(cast.eve).get("/gray/?state=off").content.decode()
    Plan.objects.update(visibility="members")
    assert "返希豆灰度" not in signed_in(cast.eve).get(reverse("gray:overview")).content.decode()


def test_the_overview_asks_as_often_for_many_as_for_one(
    cast, make_ramp, signed_in, django_assert_max_num_queries
):
    ramps = [make_ramp(name=f"g{n}", flag=f"f{n}") for n in range(8)]
    Plan.objects.update(status="ramping")
    for ramp in ramps:
        command(ramp, by=cast.oli, command="start")
    browser = signed_in(cast.eve)
    browser.get("/gray/")
    with django_assert_max_num_queries(8):
        browser.get("/gray/")


def test_a_reached_stage_is_locked_in_the_grid(cast, ramp, signed_in):
    command(ramp, by=cast.oli, command="start")
    first, second = ramp.plan.gray_stage_rows.order_by("position")[:2]
    ann = signed_in(cast.ann)

    def save(row: object, **values: object) -> int:
        where = f"/api/v1/plans/{ramp.plan.number}/sections/stages/{row.pk}/"  # type: ignore[attr-defined]
        body = {"version": row.row_version, "reason": "调整", **values}  # type: ignore[attr-defined]
        return ann.patch(where, body, content_type="application/json").status_code

    assert save(first, hold="PT1M") == 403
    assert save(second, hold="PT1M") == 200


def test_keys_are_shown_once_and_can_be_revoked(cast, signed_in):
    adm = signed_in(cast.adm)
    text = adm.post("/settings/keys/", {"environment": "prod", "name": "order"}).content.decode()
    secret = re.search(r"rp_[0-9a-f]{10}_[\w-]{20,}", text)[0]
    assert secret not in adm.get("/settings/keys/").content.decode()
    key = EnvironmentKey.objects.get()
    assert secret not in (key.digest, key.prefix) and key.environment == "prod"
    adm.post(f"/settings/keys/{key.pk}/revoke/")
    assert EnvironmentKey.objects.get().revoked_at
    assert adm.post(f"/settings/keys/{key.pk}/revoke/").status_code == 409
    assert list(Event.objects.values_list("kind", flat=True))[-2:] == [
        "ofrep_key.made", "ofrep_key.revoked",
    ]  # fmt: skip


def test_keys_are_for_administrators_and_ops(cast, signed_in):
    assert signed_in(cast.ann).get("/settings/keys/").status_code == 403
    cast.oli.roles = ["ops"]
    cast.oli.save()
    assert signed_in(cast.oli).get("/settings/keys/").status_code == 200


def test_a_window_is_added_changed_and_deleted(cast, signed_in):
    adm = signed_in(cast.adm)
    body = {"start": "23:00", "end": "09:00", "days": ["5", "6"], "note": "夜间"}
    assert adm.post("/calendar/windows/new/window/", body).status_code == 302
    window = ChangeWindow.objects.get()
    assert window.days == [5, 6]
    text = adm.get("/calendar/windows/").content.decode()
    assert "次日 09:00" in text and "周五、周六" in text
    adm.post(f"/calendar/windows/window/{window.pk}/", {**body, "days": []})
    assert ChangeWindow.objects.get().days == []
    adm.post(f"/calendar/windows/window/{window.pk}/delete/")
    assert not ChangeWindow.objects.exists()
    kinds = ["calendar.added", "calendar.changed", "calendar.deleted"]
    assert list(Event.objects.values_list("kind", flat=True))[-3:] == kinds


def test_a_freeze_ends_after_it_begins_and_names_its_applications(cast, signed_in):
    adm = signed_in(cast.adm)
    body = {"reason": "大促", "start": "2026-12-10T00:00", "end": "2026-12-09T00:00", "apps": ""}
    answer = adm.post("/calendar/windows/new/freeze/", body)
    assert answer.status_code == 200 and "结束要晚于开始" in answer.content.decode()
    body |= {"end": "2026-12-13T00:00", "apps": "coin-center、trade-web, coin-center"}
    adm.post("/calendar/windows/new/freeze/", body)
    assert Freeze.objects.get().apps == ["coin-center", "trade-web"]


def test_official_workdays_are_seeded_and_a_year_without_data_is_said(cast, signed_in):
    adm = signed_in(cast.adm)
    adm.post("/calendar/windows/workdays/", {"year": "2026"})
    days = {str(row.date): row.is_workday for row in Workday.objects.all()}
    working = {day for day, is_workday in days.items() if is_workday}
    assert working == {
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    }  # fmt: skip
    assert days["2026-10-01"] is False
    answer = adm.post("/calendar/windows/workdays/", {"year": "2027"})
    assert answer.status_code == 400 and "2027" in answer.content.decode()


def test_times_are_read_by_all_and_changed_by_few(cast, signed_in):
    eve = signed_in(cast.eve)
    assert eve.get("/calendar/windows/").status_code == 200
    assert eve.get("/calendar/windows/new/window/").status_code == 403
    assert eve.post("/calendar/windows/workdays/", {"year": "2026"}).status_code == 403
    assert eve.get("/calendar/windows/new/nonsense/").status_code in (403, 404)


def test_a_new_freeze_wakes_every_ramp(cast, ramp, signed_in):
    run = command(ramp, by=cast.oli, command="start")
    Run.objects.update(due_at=datetime.now(UTC) + timedelta(days=1))
    body = {"reason": "大促", "start": "2026-12-10T00:00", "end": "2026-12-11T00:00", "apps": ""}
    signed_in(cast.adm).post("/calendar/windows/new/freeze/", body)
    run.refresh_from_db()
    assert run.due_at <= datetime.now(UTC)


def test_a_key_is_made_from_the_command_line_too(cast):
    out = StringIO()
    call_command("environment_key", "prod", name="order", by="adm", json=True, stdout=out)
    assert json.loads(out.getvalue())["key"].startswith("rp_")
    with pytest.raises(CommandError, match="运维"):
        call_command("environment_key", "prod", name="order", by="eve")
    with pytest.raises(CommandError, match="nobody"):
        call_command("environment_key", "prod", name="order", by="nobody")
