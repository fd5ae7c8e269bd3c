"""Every page of plans answers, in a fixed number of queries, to whom it may."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.actions import add_note, add_rows, create_plan, save_row, seal
from plans.models import Plan
from plans.tables.registry import section

Open = Callable[[Any], Client]
PAGES = ["", "info/", "check/", "check/panel/", "history/", "rollback-order/", "notes/new/"]


@pytest.mark.parametrize("tail", PAGES)
def test_every_page_of_a_plan_answers(tail: str, ann: Client, plan: Plan) -> None:
    answer = ann.get(f"/plans/{plan.number}/{tail}")
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/plans/", "/plans/new/", "/plans/find/?search=返豆"])
def test_every_page_without_a_plan_answers(path: str, ann: Client, plan: Plan) -> None:
    answer = ann.get(path)
    assert answer.status_code == 200
    assert plan.title in re.sub("</?mark>", "", answer.content.decode())


def test_a_finding_leads_to_its_cell_and_mends_it(ann: Client, plan: Plan) -> None:
    page = ann.get(f"/plans/{plan.number}/check/panel/").content.decode()
    assert 'id="plan-findings"' in page


def test_the_plan_page_takes_a_fixed_number_of_queries(
    ann: Client, plan: Plan, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    url = f"/plans/{plan.number}/"
    ann.get(url)
    with CaptureQueriesContext(connection) as before:
        ann.get(url)
    for key, row in (("apps", {"app": "a"}), ("risks", {"title": "r"}), ("checks", {"item": "c"})):
        add_rows(plan, key, by=cast.ann, rows=[row] * 30)
    add_note(plan, by=cast.ann, heading=["一"], text="二")
    with django_assert_num_queries(len(before)):
        ann.get(url)


def test_the_list_takes_a_fixed_number_of_queries(
    ann: Client, plan: Plan, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    ann.get("/plans/")
    with CaptureQueriesContext(connection) as before:
        ann.get("/plans/")
    for number in range(20):
        made = create_plan(by=cast.ann, title=f"计划 {number}")
        add_rows(made, "apps", by=cast.ann, rows=[{"app": "a"}])
    with django_assert_num_queries(len(before)):
        ann.get("/plans/")


def test_a_plan_is_begun_blank(ann: Client) -> None:
    answer = ann.post("/plans/new/", {"title": "新的", "window_start": "2026-11-20 22:00"})
    assert answer.status_code == 302
    assert Plan.objects.get(title="新的").window_start is not None


def test_what_was_typed_stays_when_it_is_refused(ann: Client) -> None:
    answer = ann.post("/plans/new/", {"title": "新的", "window_start": "下周五"})
    page = answer.content.decode()
    assert "下周五" in page
    assert "不是时间" in page


def test_a_plan_is_copied_without_results(ann: Client, plan: Plan) -> None:
    answer = ann.post(f"/plans/{plan.number}/copy/", follow=True)
    made = Plan.objects.exclude(pk=plan.pk).get()
    assert made.number in answer.content.decode()


def test_the_plans_own_fields_are_changed_and_a_stale_form_is_told(ann: Client, plan: Plan) -> None:
    url = f"/plans/{plan.number}/info/"
    form = {"title": "改了", "version_lock": plan.version_lock}
    assert ann.post(url, form).status_code == 302
    assert "刚被别人改过" in ann.post(url, form).content.decode()


def test_a_step_needs_its_reason(ann: Client, plan: Plan) -> None:
    url = f"/plans/{plan.number}/cancellation/"
    assert ann.post(url).status_code == 400
    assert ann.post(url, {"reason": "不发了"}).status_code == 302
    plan.refresh_from_db()
    assert plan.status == "cancelled"


def test_a_note_is_written_shown_and_deleted(ann: Client, plan: Plan) -> None:
    base = f"/plans/{plan.number}/notes/"
    page = ann.post(f"{base}new/", {"heading": "方案 / 回滚", "text": "**先关开关** <script>x"})
    assert "<strong>先关开关</strong>" in page.content.decode()
    assert "<script>" not in page.content.decode()
    note = plan.notes.get()
    assert note.heading == ["方案", "回滚"]
    stale = ann.post(f"{base}{note.pk}/edit/", {"version": 9, "heading": "", "text": "我的"})
    assert "我的" in stale.content.decode()
    assert "刚被别人改过" in stale.content.decode()
    assert ann.post(f"{base}{note.pk}/delete/").content == b""


def test_the_difference_of_two_versions_is_shown_in_words(
    ann: Client, plan: Plan, cast: SimpleNamespace
) -> None:
    seal(plan, by=cast.ann)
    add_rows(plan, "stages", by=cast.ann, rows=[{"position": 1, "hold": "P1DT4H"}])
    page = ann.get(f"/plans/{plan.number}/history/diff/?from=1").content.decode()
    assert "1天4小时" in page
    assert "灰度阶段" in page


def test_the_history_says_whether_the_log_is_whole(ann: Client, plan: Plan) -> None:
    assert "事件链完整" in ann.get(f"/plans/{plan.number}/history/chain/").content.decode()


def test_an_event_tells_its_cells(ann: Client, plan: Plan, cast: SimpleNamespace) -> None:
    row = section("apps").rows(plan)[0]
    row.plan = plan
    save_row(row, by=cast.ann, version=row.row_version, values={"domain": "促销", "batch": 7})
    page = ann.get(f"/plans/{plan.number}/history/").content.decode()
    assert "<ins>促销</ins>" in page
    assert "<del>1</del></span>" in page
    assert "<ins>7</ins></span>" in page


def test_who_may_not_edit_is_told_why(signed_in: Open, cast: SimpleNamespace, plan: Plan) -> None:
    page = signed_in(cast.eve).get(f"/plans/{plan.number}/").content.decode()
    assert "需要是本计划的" in page
    assert "contenteditable" not in page


@pytest.mark.parametrize("tail", PAGES)
def test_an_invisible_plan_does_not_exist(
    tail: str, signed_in: Open, cast: SimpleNamespace, plan: Plan
) -> None:
    Plan.objects.update(visibility="members")
    assert signed_in(cast.eve).get(f"/plans/{plan.number}/{tail}").status_code == 404


@pytest.mark.parametrize("tail", PAGES)
def test_nobody_sees_a_page_without_signing_in(tail: str, plan: Plan) -> None:
    assert Client().get(f"/plans/{plan.number}/{tail}").status_code == 302
