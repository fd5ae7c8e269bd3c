from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.utils import timezone

from approvals.actions import submit
from calendars.models import Freeze
from plans import states
from plans.actions import acknowledge, change_plan, create_plan, move_app
from plans.checks import findings_of
from plans.findings import ERROR, WARNING
from plans.models import Plan

Open = Callable[[Any], Client]
Find = Callable[[str], Any]


def see(client: Client, path: str = "/") -> str:
    return client.get(path).content.decode()


def test_a_draft_waits_for_its_owner_and_says_how_many_errors(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    client = signed_in(cast.ann)
    assert "草稿还没有提交评审" in see(client)
    pill = see(client, f"/desk/findings/{plan.number}/")
    assert "错误" in pill or "提醒" in pill or "体检通过" in pill
    assert "草稿还没有提交评审" not in see(signed_in(cast.dev))


def test_what_was_accepted_is_not_counted_again(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    client, page = signed_in(cast.ann), f"/desk/findings/{plan.number}/"
    found = findings_of(plan, timezone.now())
    assert [one for one in found if one.level == WARNING]
    assert not [one for one in found if one.level == ERROR]
    for one in found:
        acknowledge(plan, by=cast.ann, finding=one.key, message=one.message, reason="看过")
    assert "体检通过" in see(client, page)


def test_the_deployer_sees_what_may_start_and_nobody_else_does(
    released: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    oli = see(signed_in(cast.oli))
    assert "coin-center 可以开始发布" in oli
    assert "trade-web-buy 可以开始发布" not in oli
    assert "可以开始发布" not in see(signed_in(cast.rob))


def test_the_tester_sees_what_waits_for_verification(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    for to in ("deploying", "deployed"):
        move_app(app_of("coin-center"), by=cast.oli, to=to)
    assert "coin-center 等你验证" in see(signed_in(cast.rob))
    assert "等你验证" not in see(signed_in(cast.pia))


def test_whoever_deployed_it_is_not_asked_to_verify_it(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    row = app_of("coin-center")
    row.deployer = "罗博"
    row.save(update_fields=["deployer"])
    for to in ("deploying", "deployed"):
        move_app(app_of("coin-center"), by=cast.rob, to=to)
    assert "等你验证" not in see(signed_in(cast.rob))


def test_the_dba_sees_sql_that_is_not_executed(
    released: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    assert "数据库变更还有 2 条没有执行" in see(signed_in(cast.dan))
    assert "数据库变更还有" not in see(signed_in(cast.oli))


def test_a_failure_waits_for_deployer_and_owner(
    released: Plan, cast: SimpleNamespace, signed_in: Open, app_of: Find
) -> None:
    move_app(app_of("coin-center"), by=cast.oli, to="deploying")
    move_app(app_of("coin-center"), by=cast.oli, to="failed", reason="超时")
    for person in (cast.oli, cast.ann):
        assert "coin-center 发布失败，要处理" in see(signed_in(person))


def test_started_and_joined_are_different_lists(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    assert plan.number in see(signed_in(cast.ann), "/?show=started")
    assert plan.number not in see(signed_in(cast.ann), "/?show=joined")
    assert plan.number in see(signed_in(cast.rob), "/?show=joined")
    assert plan.number not in see(signed_in(cast.eve), "/?show=joined")


def test_the_figure_in_the_rail_counts_what_waits(
    released: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    assert int(see(signed_in(cast.oli), "/desk/count/")) >= 1
    assert see(signed_in(cast.eve), "/desk/count/") == ""


def test_today_names_open_windows_and_freezes(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    now = timezone.now()
    Plan.objects.filter(pk=plan.pk).update(
        window_start=now - timedelta(minutes=1), window_end=now + timedelta(minutes=1)
    )
    Freeze.objects.create(start=now, end=now + timedelta(minutes=2), reason="大促")
    pills = see(signed_in(cast.eve), "/desk/today/")
    assert "1 个计划在窗口内" in pills
    assert "今日封网：大促" in pills
    assert plan.title in see(signed_in(cast.eve))


def test_what_may_not_be_seen_is_not_in_today(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    now = timezone.now()
    Plan.objects.filter(pk=plan.pk).update(
        window_start=now, window_end=now + timedelta(minutes=1), visibility="members"
    )
    assert plan.title not in see(signed_in(cast.eve))
    assert signed_in(cast.eve).get(f"/desk/findings/{plan.number}/").status_code == 404


def test_an_empty_inbox_says_what_to_do_next(cast: SimpleNamespace, signed_in: Open) -> None:
    assert "没有等你处理的事" in see(signed_in(cast.eve))
    assert "还没有进行中的计划" in see(signed_in(cast.eve), "/?show=started")


def test_the_inbox_costs_the_same_for_many_plans(
    released: Plan, cast: SimpleNamespace, signed_in: Open, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        create_plan(by=cast.ann, title=f"计划 {number}")
    client = signed_in(cast.ann)
    for path, most in (("/", 30), ("/?show=started", 32), ("/desk/count/", 26)):
        with django_assert_max_num_queries(most):
            see(client, path)


def test_strangers_are_sent_to_the_door(released: Plan) -> None:
    for path in ("/", "/desk/count/", "/calendar/", f"/plans/{released.number}/board/"):
        assert Client().get(path)["Location"].startswith("/login/")


def test_an_open_amendment_lets_nobody_hear_that_a_plan_may_begin(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    Plan.objects.filter(pk=plan.pk).update(status=states.APPROVED)
    client = signed_in(cast.ann)
    assert "评审已通过，可以开始发布" in see(client)
    change_plan(
        plan, by=cast.ann, version=plan.version_lock, values={"title": "改名"}, reason="写错了"
    )
    assert "评审已通过，可以开始发布" not in see(client)


def test_a_copy_says_what_happened_and_not_only_in_which_plan(
    plan: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    submit(plan, by=cast.ann, reason="都看过")
    page = see(signed_in(cast.dev), "/?show=copies")
    assert "“提测”等你签字</span>" in page
    assert f"[{plan.number}]" in page
