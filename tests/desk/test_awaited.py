"""The sentence above every page of a plan."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.test import Client

from plans.actions import add_rows, move_app
from plans.models import Plan
from tests.approvals.hands import reject, submitted

Open = Callable[[Any], Client]


def strip(client: Client, plan: Plan, at: str = "/") -> str:
    path = f"/desk/awaited/{plan.number}/"
    return client.get(path, headers={"HX-Current-URL": f"http://testserver{at}"}).content.decode()


def test_a_draft_waits_for_its_owner_and_tells_others_whom(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    assert "等你" in strip(signed_in(cast.ann), plan)
    assert "等安然" in strip(signed_in(cast.eve), plan)
    assert "等你" not in strip(signed_in(cast.eve), plan)


def test_the_button_is_left_out_where_it_would_lead(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    add_rows(plan, "apps", by=cast.ann, rows=[{"batch": 3, "app": "a", "depends_on": ["coin"]}])
    client, check = signed_in(cast.ann), f"/plans/{plan.number}/check/"
    assert "改好 1 个错误" in strip(client, plan)
    assert f'href="{check}"' in strip(client, plan)
    assert f'href="{check}"' not in strip(client, plan, check)


def test_in_review_it_names_who_can_sign_and_asks_them(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    submitted(plan, cast.ann)
    assert "等你签“提测”" in strip(signed_in(cast.dev), plan)
    told = strip(signed_in(cast.ann), plan)
    assert "等戴维签“提测”" in told
    assert "等你" not in told


def test_a_refusal_is_told_with_its_reason(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    submitted(plan, cast.ann)
    reject(plan, "submission", cast.dev, comment="回滚方案没写 <b>")
    told = strip(signed_in(cast.ann), plan)
    assert "戴维 驳回：回滚方案没写 &lt;b&gt;" in told


def test_on_release_day_it_says_what_the_board_says(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Callable[[str], Any]
) -> None:
    board = f"/plans/{released.number}/board/"
    assert "欧力：发布 coin-center" in strip(signed_in(cast.oli), released)
    assert f'class="btn pri" href="{board}"' in strip(signed_in(cast.oli), released)
    assert f'class="link" href="{board}"' in strip(signed_in(cast.pia), released)
    for to in ("deploying", "deployed"):
        move_app(app_of("coin-center"), by=cast.oli, to=to)
    assert "验证 coin-center" in strip(signed_in(cast.rob), released)


def test_it_costs_the_same_with_twenty_times_the_applications(
    released: Plan, cast: SimpleNamespace, signed_in: Open, django_assert_max_num_queries: Any
) -> None:
    more = [{"batch": 3, "app": f"app-{n}"} for n in range(60)]
    add_rows(released, "apps", by=cast.ann, rows=more, reason="补应用")
    client = signed_in(cast.oli)
    with django_assert_max_num_queries(40):
        strip(client, released)
