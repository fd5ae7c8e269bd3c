"""Plans, notes, history and steps over REST."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.test import Client

from ground.models import Event
from plans.actions import seal
from plans.models import Plan

Open = Callable[[Any], Client]
LIST = "/api/v1/plans/"


def one(plan: Plan, tail: str = "") -> str:
    return f"{LIST}{plan.number}/{tail}"


def test_a_plan_is_created_and_read(ann: Client) -> None:
    body = {"title": "双十一", "window_start": "2026-11-10 22:00"}
    made = ann.post(LIST, body, "application/json")
    assert made.status_code == 201
    read = ann.get(made["Location"]).json()
    assert (read["title"], read["status"]) == ("双十一", "draft")
    assert datetime.fromisoformat(read["window_start"]) == datetime(2026, 11, 10, 14, tzinfo=UTC)


def test_an_unknown_field_is_named(ann: Client) -> None:
    answer = ann.post(LIST, {"title": "x", "status": "done"}, "application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["status"])


def test_the_list_is_narrowed(ann: Client, plan: Plan, cast: SimpleNamespace) -> None:
    ann.post(LIST, {"title": "别的"}, "application/json")

    def found(**query: str) -> list[str]:
        answer = ann.get(LIST, query)
        assert answer.status_code == 200, answer.json()
        return [row["number"] for row in answer.json()["results"]]

    assert len(found()) == 2
    assert found(search="返豆") == [plan.number]
    assert found(search="coin-center") == [plan.number]
    assert found(search="单丹") == [plan.number]
    assert found(search="返豆 没有") == []
    assert found(app="Coin-Center") == [plan.number]
    assert len(found(owner="ann")) == 2
    assert len(found(status="draft,approved")) == 2
    assert found(status="approved") == []


def test_a_filter_that_makes_no_sense_is_refused(ann: Client) -> None:
    assert ann.get(LIST, {"status": "fertig"}).status_code == 400
    assert ann.get(LIST, {"from": "morgen"}).status_code == 400


def test_a_plan_is_changed_by_whom_it_concerns(
    signed_in: Open, cast: SimpleNamespace, plan: Plan
) -> None:
    body = {"title": "新标题"}
    assert signed_in(cast.ann).patch(one(plan), body, "application/json").status_code == 200
    answer = signed_in(cast.eve).patch(one(plan), body, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_a_stale_plan_is_refused(ann: Client, plan: Plan) -> None:
    body = {"title": "一", "version_lock": 1}
    assert ann.patch(one(plan), body, "application/json").status_code == 200
    answer = ann.patch(one(plan), body, "application/json")
    assert (answer.status_code, answer.json()["current"]["title"]) == (409, "一")


def test_cancelling_needs_a_reason(ann: Client, plan: Plan) -> None:
    assert ann.delete(one(plan)).status_code == 400
    assert ann.delete(one(plan, "?reason=不发了")).status_code == 204
    assert ann.get(one(plan)).json()["status"] == "cancelled"


def test_a_long_reason_is_kept_whole(ann: Client, plan: Plan) -> None:
    reason = "依赖的外部系统推迟了。" * 100
    answer = ann.delete(one(plan), {"reason": reason}, "application/json")
    assert answer.status_code == 204
    assert Event.objects.filter(chain=plan.chain).latest("position").reason == reason


def test_a_step_in_the_wrong_state_says_so(ann: Client, plan: Plan) -> None:
    answer = ann.post(one(plan, "start/"), {}, "application/json")
    assert answer.status_code == 409
    assert "草稿" in answer.json()["detail"]


def test_notes_are_written_with_their_version(ann: Client, plan: Plan) -> None:
    note = ann.post(one(plan, "notes/"), {"heading": ["背景"], "text": "一"}, "application/json")
    assert note.status_code == 201
    where = one(plan, f"notes/{note.json()['id']}/")
    assert ann.patch(where, {"text": "二", "version": 1}, "application/json").status_code == 200
    assert ann.patch(where, {"text": "三", "version": 1}, "application/json").status_code == 409
    assert ann.delete(where).status_code == 204
    assert ann.get(one(plan, "notes/")).json() == []


def test_two_revisions_differ_cell_by_cell(ann: Client, plan: Plan, cast: SimpleNamespace) -> None:
    seal(plan, by=cast.ann)
    row = ann.get(one(plan, "sections/apps/")).json()["results"][0]
    body = {"domain": "促销", "row_version": row["row_version"]}
    ann.patch(one(plan, f"sections/apps/{row['id']}/"), body, "application/json")
    ann.post(one(plan, "sections/risks/"), {"title": "新风险"}, "application/json")
    assert ann.post(one(plan, "revisions/"), {}, "application/json").status_code == 201
    changes = ann.get(one(plan, "revisions/1/diff/2/")).json()["sections"]
    assert changes["apps"][0]["cells"] == [{"field": "domain", "before": "", "after": "促销"}]
    assert changes["risks"][0]["kind"] == "added"
    assert ann.get(one(plan, "revisions/1/diff/9/")).status_code == 404


def test_the_log_and_the_check_are_read(ann: Client, plan: Plan) -> None:
    events = ann.get(one(plan, "events/")).json()["results"]
    assert events[-1]["kind"] == "plan.created"
    check = ann.get(one(plan, "check/")).json()
    assert set(check) == {"counts", "findings"}


def test_nobody_reads_without_signing_in(plan: Plan) -> None:
    answer = Client().get(one(plan))
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_the_list_takes_a_fixed_number_of_queries(
    ann: Client, plan: Plan, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        ann.get(LIST)
    for number in range(12):
        ann.post(LIST, {"title": f"计划 {number}"}, "application/json")
    with django_assert_num_queries(4):
        ann.get(LIST)
