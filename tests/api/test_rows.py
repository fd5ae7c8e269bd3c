"""The rows of a section over REST."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from plans.models import Plan
from plans.tables.registry import sections

Open = Callable[[Any], Client]


def url(plan: Plan, key: str, tail: str = "") -> str:
    return f"/api/v1/plans/{plan.number}/sections/{key}/{tail}"


@pytest.mark.parametrize("key", [part.key for part in sections()])
def test_every_section_lists_its_rows(key: str, ann: Client, plan: Plan) -> None:
    answer = ann.get(url(plan, key))
    assert answer.status_code == 200
    assert set(answer.json()) == {"count", "next", "previous", "results"}


def test_one_row_is_added(ann: Client, plan: Plan) -> None:
    answer = ann.post(url(plan, "risks"), {"title": "余额不足", "level": "高"}, "application/json")
    assert answer.status_code == 201
    assert (answer.json()["title"], answer.json()["level"]) == ("余额不足", "高")


def test_a_list_of_rows_is_added_whole_or_not_at_all(ann: Client, plan: Plan) -> None:
    rows = [{"title": "一"}, {"title": "二", "level": "极高"}]
    answer = ann.post(url(plan, "risks"), rows, "application/json")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]["rows"]) == ["1"]
    assert ann.get(url(plan, "risks")).json()["count"] == 0
    assert ann.post(url(plan, "risks"), rows[:1] * 3, "application/json").status_code == 201
    assert ann.get(url(plan, "risks")).json()["count"] == 3


def test_a_single_row_names_its_wrong_fields(ann: Client, plan: Plan) -> None:
    answer = ann.post(url(plan, "risks"), {"level": "极高"}, "application/json")
    assert answer["Content-Type"] == "application/problem+json"
    assert "level" in answer.json()["fields"]


def test_a_change_needs_the_version(ann: Client, plan: Plan) -> None:
    row = ann.get(url(plan, "members")).json()["results"][0]
    where = url(plan, "members", f"{row['id']}/")
    assert ann.patch(where, {"duty": "值守"}, "application/json").status_code == 400
    body = {"duty": "值守", "version": row["version"]}
    answer = ann.patch(where, body, "application/json")
    assert (answer.status_code, answer.json()["duty"]) == (200, "值守")


def test_a_stale_change_is_answered_with_the_current_row(ann: Client, plan: Plan) -> None:
    row = ann.get(url(plan, "apps")).json()["results"][0]
    where = url(plan, "apps", f"{row['id']}/?text=1")
    ann.patch(where, {"domain": "促销", "row_version": 1}, "application/json")
    answer = ann.patch(where, {"domain": "交易", "row_version": 1}, "application/json")
    assert answer.status_code == 409
    assert answer.json()["current"]["text"]["domain"] == "促销"


def test_a_column_called_version_is_a_value(ann: Client, plan: Plan) -> None:
    row = ann.get(url(plan, "apps")).json()["results"][0]
    body = {"version": "2.6.0", "row_version": row["row_version"]}
    answer = ann.patch(url(plan, "apps", f"{row['id']}/"), body, "application/json")
    assert answer.json()["version"] == "2.6.0"


def test_texts_are_what_people_read(ann: Client, plan: Plan) -> None:
    body = {"position": 1, "percent": "10%", "hold": "3天4小时"}
    answer = ann.post(url(plan, "stages", "?text=1"), body, "application/json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["hold"] == "P3DT4H"
    assert answer.json()["text"]["hold"] == "3天4小时"


def test_a_block_changes_and_appends_in_the_order_given(ann: Client, plan: Plan) -> None:
    first = ann.get(url(plan, "apps")).json()["results"][0]
    rows = [
        {"app": "neu-1", "batch": 3},
        {"id": first["id"], "row_version": first["row_version"], "domain": "促销"},
        {"app": "neu-2", "batch": "3"},
    ]
    answer = ann.patch(url(plan, "apps"), {"rows": rows}, "application/json")
    assert answer.status_code == 200, answer.json()
    assert [row["app"] for row in answer.json()["rows"]] == ["neu-1", "coin-center", "neu-2"]
    assert ann.get(url(plan, "apps")).json()["count"] == 5


def test_a_block_with_one_wrong_cell_writes_nothing(ann: Client, plan: Plan) -> None:
    first = ann.get(url(plan, "apps")).json()["results"][0]
    rows = [
        {"id": first["id"], "row_version": first["row_version"], "domain": "促销"},
        {"app": "x", "batch": "三"},
    ]
    answer = ann.patch(url(plan, "apps"), {"rows": rows}, "application/json")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]["rows"]["1"]) == ["batch"]
    assert ann.get(url(plan, "apps")).json()["results"][0]["domain"] == ""


def test_a_block_with_a_stale_row_is_refused(ann: Client, plan: Plan) -> None:
    first = ann.get(url(plan, "apps")).json()["results"][0]
    rows = [{"id": first["id"], "row_version": 99, "domain": "促销"}, {"app": "x"}]
    answer = ann.patch(url(plan, "apps"), {"rows": rows}, "application/json")
    assert answer.status_code == 409
    assert answer.json()["current"]["id"] == first["id"]


def test_rows_are_reordered_and_deleted(ann: Client, plan: Plan) -> None:
    ids = [row["id"] for row in ann.get(url(plan, "apps")).json()["results"]]
    order = {"ids": ids[::-1]}
    assert ann.put(url(plan, "apps", "order/"), order, "application/json").status_code == 204
    assert [r["id"] for r in ann.get(url(plan, "apps")).json()["results"]] == ids[::-1]
    assert ann.delete(url(plan, "apps"), {"ids": ids[:2]}, "application/json").status_code == 204
    assert ann.delete(url(plan, "apps", f"{ids[2]}/")).status_code == 204
    assert ann.get(url(plan, "apps")).json()["count"] == 0


def test_progress_has_its_own_door(signed_in: Open, cast: SimpleNamespace, plan: Plan) -> None:
    ann, rob = signed_in(cast.ann), signed_in(cast.rob)
    row = ann.post(url(plan, "cases"), {"title": "下单"}, "application/json").json()
    where = url(plan, "cases", f"{row['id']}/progress/")
    answer = rob.post(where, {"result_staging": "通过"}, "application/json")
    assert (answer.status_code, answer.json()["result_staging"]) == (200, "passed")
    body = {"result_staging": "passed", "version": 2}
    answer = rob.patch(url(plan, "cases", f"{row['id']}/"), body, "application/json")
    assert answer.status_code == 400


def test_a_stranger_is_denied_with_the_reason(
    signed_in: Open, cast: SimpleNamespace, plan: Plan
) -> None:
    answer = signed_in(cast.eve).post(url(plan, "risks"), {"title": "x"}, "application/json")
    assert answer.status_code == 403
    assert "发布人员" in answer.json()["detail"]


def test_what_is_invisible_does_not_exist(
    signed_in: Open, cast: SimpleNamespace, plan: Plan
) -> None:
    Plan.objects.update(visibility="members")
    assert signed_in(cast.eve).get(url(plan, "apps")).status_code == 404
    assert signed_in(cast.rob).get(url(plan, "apps")).status_code == 200


def test_an_unknown_section_does_not_exist(ann: Client, plan: Plan) -> None:
    answer = ann.get(url(plan, "nothing"))
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


def test_an_approved_plan_wants_a_reason(ann: Client, plan: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=plan.pk).update(status="approved")
    answer = ann.post(url(plan, "risks"), {"title": "x"}, "application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["reason"])
    with_reason = url(plan, "risks", "?reason=漏了一条")
    assert ann.post(with_reason, {"title": "x"}, "application/json").status_code == 201


def test_locked_rows_say_why(ann: Client, plan: Plan) -> None:
    plan.plans_app_rows.filter(app="coin-center").update(state="verified")
    row = ann.get(url(plan, "apps", "?text=1")).json()["results"][0]
    assert "已经执行" in row["lock"]
    assert row["text"]["state"] == "验证通过"


def test_rows_are_read_in_a_fixed_number_of_queries(
    ann: Client, plan: Plan, django_assert_num_queries: Any
) -> None:
    def read() -> None:
        assert ann.get(url(plan, "apps", "?text=1")).status_code == 200

    with django_assert_num_queries(8):
        read()
    ann.post(url(plan, "apps"), [{"app": f"app-{n}"} for n in range(40)], "application/json")
    with django_assert_num_queries(8):
        read()
