"""Ramps that wait for other work: through the clock's looks and people's commands."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from gray.actions import command, create_ramp, look
from gray.due import run as run_due
from gray.following import followers_of, plans_waiting_for
from gray.models import Run
from gray.sections.ramp import Ramp
from gray.situation import view_of
from gray.view import Act
from ground.clock import now
from ground.errors import WrongState
from plans.actions import add_rows, create_plan, move_app
from plans.actions.progress import record_progress
from plans.contribute import gather
from plans.document import load
from plans.models import Plan

pytestmark = pytest.mark.django_db

Make = Callable[..., Run]


@pytest.fixture
def waiting(make_ramp: Any, cast: Any) -> Make:
    """A ramp at 1 % whose next stage (10 %) has these dependencies; its plan is 灰度中."""

    def make(*needs: str, status: str = "ramping", **more: Any) -> Run:
        stages = [{"percent": 1}, {"percent": 10, "needs": list(needs), **more}, {"percent": 50}]
        return begin(make_ramp(stages, application="coin-center"), cast.oli, status)

    return make


def begin(ramp: Ramp, by: Any, status: str = "ramping") -> Run:
    """Let the ramp start; everything else of its plan is done."""
    Plan.objects.filter(pk=ramp.plan_id).update(status=status)
    ramp.plan.refresh_from_db()
    ramp.plan.plans_app_rows.exclude(state="deployed").update(state="verified")
    return command(ramp, by=by, command="start")


def why(run: Run) -> str:
    """Why the ramp does not go on, as one look says; empty when it rises."""
    decision = look(run.pk, now=now())
    return "" if decision is None or decision.act is Act.RISE else str(decision.why)


def is_woken(run: Run) -> bool:
    """Is it due now, though it had nothing to do before?"""
    run.refresh_from_db()
    return run.due_at is not None and run.due_at <= now()


def sleep(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(due_at=None)


def test_a_stage_waits_for_its_batch_for_the_clock_and_for_people(waiting, cast, plan):
    plan.plans_app_rows.filter(batch=2).update(state="deployed")
    run = waiting("批次 2", status="releasing")
    assert (run.index, why(run)) == (0, "等批次 2 验证通过，还差 trade-web-buy。")
    for given in ({"command": "advance"}, {"command": "jump", "stage": last_of(run)}):
        with pytest.raises(WrongState) as refusal:
            command(run.ramp, by=cast.oli, reason="快一点", **given)
        assert refusal.value.detail == "等批次 2 验证通过，还差 trade-web-buy。"
    sleep(run)
    move_app(plan.plans_app_rows.get(batch=2), by=cast.rob, to="verified")
    assert is_woken(run)
    assert why(run) == "" and Run.objects.get(pk=run.pk).share == 1_000


def last_of(run: Run) -> int:
    return run.plan.gray_stage_rows.get(percent=50).pk


def test_a_stage_waits_for_an_application_and_skipped_is_not_verified(waiting, plan):
    run = waiting("应用 Coin-Center", "应用 nobody")
    plan.plans_app_rows.filter(app="coin-center").update(state="skipped")
    assert why(run) == "等 Coin-Center 验证通过，现在是“已跳过”。"
    decision = look(run.pk, now=now())
    assert [str(one) for one in decision.also] == ["依赖的应用 nobody 不在发布应用批次里。"]


@pytest.mark.parametrize(
    ("key", "row", "need", "sentence", "who"),
    [
        ("sql_changes", {"database": "pay", "statement": "select 1"}, "SQL pay",
         "等 pay 的 SQL 执行完，还有 1 条。", "dan"),
        ("sql_changes", {"database": "pay", "statement": "select 1"}, "SQL",
         "等 SQL 执行完，还有 1 条。", "dan"),
        ("configs", {"application": "coin-center", "key": "a.b", "value": "1"}, "配置 coin-center",
         "等配置发布，还有 1 项：a.b。", "oli"),
        ("checks", {"group": "放量前", "item": "看监控"}, "检查 放量前",
         "等检查清单“放量前”做完，还有 1 项：看监控。", "rob"),
    ],
)  # fmt: skip
def test_a_stage_waits_until_rows_are_ticked(waiting, cast, plan, key, row, need, sentence, who):
    [added] = add_rows(plan, key, by=cast.ann, rows=[row])
    run = waiting(need)
    assert why(run) == sentence
    sleep(run)
    ticked = {"done": True} if key == "checks" else {"state": "done"}
    record_progress(added, by=getattr(cast, who), values=ticked)
    assert is_woken(run)
    assert why(run) == ""


def test_words_that_nobody_understands_block_and_say_how_to_write(waiting):
    run = waiting("等产品确认")
    assert why(run).startswith("依赖“等产品确认”看不懂，请改写，例如：") and "批次 2" in why(run)
    with translation.override("en"):
        assert "batch 2" in why(run)


def test_what_let_traffic_in_has_to_hold_for_more_traffic(waiting, cast, plan):
    run = waiting("应用 coin-center", hold="P1D")
    command(run.ramp, by=cast.oli, command="advance", reason="数据正常") if why(run) else None
    run.refresh_from_db()
    assert run.share == 1_000
    plan.plans_app_rows.filter(app="coin-center").update(state="verify_failed")
    with pytest.raises(WrongState) as refusal:
        command(run.ramp, by=cast.oli, command="advance", reason="继续")
    assert "coin-center" in refusal.value.detail
    assert Run.objects.get(pk=run.pk).share == 1_000, "and nothing falls by itself"


def test_the_rehearsal_names_dependencies_as_assumed(waiting):
    run = waiting("应用 nobody")
    [sheet] = [one for one in gather("chapters", run.plan, now()) if "sheets" in one.context]
    ahead = sheet.context["sheets"][0].forecast
    assert [len(one.assumed) for one in ahead] == [1, 0]


@pytest.fixture
def other(cast: Any) -> Run:
    """Another plan, with a ramp at 1 %."""
    made = create_plan(by=cast.dev, title="下游系统")
    add_rows(made, "members", by=cast.dev, rows=[{"role": "运维", "name": "欧力", "user": "oli"}])
    values = {"name": "下游灰度", "flag": "down", "environment": "prod"}
    stages = [{"percent": 1, "hold": "P1D"}, {"percent": 30, "hold": "P1D"}, {"percent": 100}]
    return begin(create_ramp(made, by=cast.dev, values=values, stages=stages), cast.oli)


def test_a_stage_waits_for_the_ramp_of_another_plan_and_is_woken_by_it(waiting, other, cast):
    number = other.plan.number
    run = waiting(f"{number} 下游灰度 ≥ 10%")
    assert why(run) == f"等 {number} 的灰度“下游灰度”放到 10%，现在是 1%。"
    assert plans_waiting_for([number]) == [run.plan_id]
    sleep(run)
    command(other.ramp, by=cast.oli, command="advance", reason="数据正常")
    assert is_woken(run)
    assert why(run) == "" and Run.objects.get(pk=run.pk).share == 1_000
    assert [one.is_up for one in followers_of(other.plan)] == [True]


def test_a_rise_by_the_clock_wakes_who_waits_for_it(waiting, other):
    run = waiting(f"{other.plan.number} ≥ 30%", hold="P1D")
    assert why(run) != ""
    sleep(run)
    Run.objects.filter(pk=other.pk).update(due_at=now())
    Run.objects.filter(pk=other.pk).update(since=now().replace(year=2020))
    run_due(now())
    other.refresh_from_db()
    assert other.share >= 3_000
    run.refresh_from_db()
    assert run.share == 1_000, "woken and looked at in the same pass"


def test_a_ramp_that_went_off_is_waited_for_again(waiting, other, cast):
    run = waiting(f"{other.plan.number} ≥ 1%", hold="P1D")
    assert why(run) == "" and Run.objects.get(pk=run.pk).share == 1_000
    command(other.ramp, by=cast.oli, command="off")
    with pytest.raises(WrongState) as refusal:
        command(run.ramp, by=cast.oli, command="advance", reason="继续")
    assert "现在是 0%" in refusal.value.detail


def test_a_hidden_plan_does_not_exist_for_who_may_not_see_it(waiting, other, cast, plan):
    Plan.objects.filter(pk=other.plan_id).update(visibility="members")
    number = other.plan.number
    run = waiting(f"{number} ≥ 10%")
    unseen = f"依赖的 {number} 不存在，或写下它的人看不到它。"
    assert why(run) == unseen
    assert {one.message for one in found(plan) if one.code == "need-plan"} == {
        f"第 2 阶段{unseen.replace('依赖的', '依赖的', 1)}"
    }
    stage = plan.gray_stage_rows.get(percent=10)
    plan.gray_stage_rows.filter(pk=stage.pk).update(changed_by=cast.dev)
    assert why(run) == f"等 {number} 的灰度放到 10%。", "nothing is told that was not written"


def found(plan: Plan) -> list[Any]:
    return gather("findings", plan, load(plan))


def test_plans_that_wait_for_each_other_are_found(waiting, other, cast, plan):
    run = waiting(f"{other.plan.number} ≥ 30%")
    stage = other.plan.gray_stage_rows.get(percent=30)
    other.plan.gray_stage_rows.filter(pk=stage.pk).update(needs=[f"{run.plan.number} ≥ 10%"])
    [ring] = [one for one in found(plan) if one.code == "need-ring"]
    assert f"{run.plan.number} 返希豆灰度 → {other.plan.number} 下游灰度" in ring.message


def test_stages_without_dependencies_read_nothing_more(waiting, plan):
    run = waiting("应用 coin-center", "SQL")
    with_needs = queries(run)
    plan.gray_stage_rows.update(needs=[])
    assert queries(run) == with_needs - 2, "applications and SQL"


def queries(run: Run) -> int:
    """How many queries the situation of a ramp takes."""
    ramp = Ramp.objects.get(pk=run.ramp_id)
    ramp.plan = Plan.objects.get(pk=run.plan_id)
    with CaptureQueriesContext(connection) as caught:
        view_of(ramp.plan, ramp, run, now())
    return len(caught)


def test_who_lowers_a_ramp_is_told_who_stands_on_it(waiting, other, cast, signed_in):
    run = waiting(f"{other.plan.number} ≥ 1%", hold="P1D")
    address = f"/plans/{other.plan.number}/gray/{other.ramp_id}/"
    client = signed_in(cast.oli)
    assert "请先让它们回退" not in client.get(f"{address}off/").content.decode(), "not up yet"
    assert why(run) == ""
    dialog = client.get(f"{address}off/").content.decode()
    assert "请先让它们回退" in dialog and f"{run.plan.number} · 返希豆灰度" in dialog
