"""Names in people cells: whom nobody knows is kept and said."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from people.models import User
from plans.actions import add_rows
from plans.grid.resolving import doubts_of, names_in
from plans.grid.surface import grid
from plans.models import Plan
from plans.tables.registry import section


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("安然", ["安然"]),
        ("安然，戴维、 罗博,dan;oli；pia/eve\n伊芙", ["安然", "戴维", "罗博", "dan", "oli", "pia", "eve", "伊芙"]),
        ("", []),
        (" ， ", []),
    ],
)  # fmt: skip
def test_names_are_split_as_people_write_them(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def doubts(plan: Plan, *people: str) -> list[dict[str, str]]:
    part = section("apps")
    rows = [part.model(plan=plan, app=f"app-{at}", developer=who) for at, who in enumerate(people)]
    return doubts_of(plan, part, rows)


def test_members_and_accounts_are_known_and_others_are_said(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "运维", "name": "外援"}])
    User.objects.create_user("twin", display_name="伊芙")
    known, colleague, helper, twin, stranger = doubts(
        plan, "安然、rob", "管理员", "外援", "伊芙", "路人甲"
    )
    assert known == colleague == {}
    assert helper == {"外援": "没有关联账号，不能签字"}
    assert "重名" in twin["伊芙"]
    assert "查无此人" in stranger["路人甲"]


def test_a_member_is_known_by_the_account_beside_the_name(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "运维", "name": "小欧", "user": "oli"}])
    assert doubts(plan, "小欧") == [{}]


def test_asking_costs_two_queries_however_many_names(
    plan: Plan, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        doubts(plan, *(f"路人{n}" for n in range(300)))
    with django_assert_num_queries(0):
        doubts(plan, "", "")


def test_the_grid_hears_the_doubts_and_what_has_help(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    [row] = add_rows(plan, "apps", by=cast.ann, rows=[{"app": "x", "developer": "路人甲"}])
    address = f"/api/v1/plans/{plan.number}/sections/apps/"
    told = ann.get(f"{address}?text=1&ids={row.pk},0,-1,x,{10**30}").json()["results"]
    assert [one["id"] for one in told] == [row.pk]
    assert "查无此人" in told[0]["doubts"]["路人甲"]
    assert told[0]["text"]["developer"] == "路人甲"
    assert "doubts" not in ann.get(f"{address}{row.pk}/").json()
    jobs = section("jobs")
    helped = [one["field"] for one in grid(plan, jobs, cast.ann, url="")["columns"] if one["helps"]]
    assert helped == list(jobs.more.get("helpers", {}))
