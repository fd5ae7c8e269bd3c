"""Gates and readings against a real Prometheus, and what happens while there is none."""

from datetime import timedelta
from itertools import pairwise
from threading import Event
from time import monotonic

import pytest

from gray import asking, measuring
from gray.actions import command, look
from gray.due import run as do_what_is_due
from gray.models import Connection, Measurement, Run
from gray.sheets import sheet_of
from ground.errors import WrongState
from plans.contribute import gather
from plans.models import Plan
from tests.gray.measured import Measured, connect
from tests.gray.prometheus import START
from tests.processes import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def also(measured: Measured) -> str:
    sheet = sheet_of(measured.ramp.plan, measured.ramp, measured.cast.oli, measured.now)
    return " ".join([sheet.why, *sheet.also])


def test_a_gate_that_passes_lets_the_next_stage_in_when_its_hold_is_over(measured):
    measured.metric("good_ratio", "门禁")
    measured.start()
    assert measured.at(9.9).share == 0
    run = measured.at(10)
    assert run.share == 100
    assert abs(run.since - measured.now) < timedelta(seconds=2)
    assert run.measurements.filter(at=START + timedelta(minutes=10)).exists()


def test_a_gate_that_fails_keeps_the_stage_out_until_it_passes(measured):
    measured.metric("bad_ratio", "门禁")
    measured.start()
    run = measured.at(12)
    assert (run.state, run.share) == ("running", 0)
    assert "指标“错误率”：8%，不达标（要 < 1%）。" in also(measured)
    with pytest.raises(WrongState, match="不达标"):
        command(measured.ramp, by=measured.cast.oli, command="advance", reason="试试")


def test_a_stage_behind_a_gate_is_never_folded(measured):
    measured.metric("good_ratio", "门禁")
    measured.start()
    run = measured.at(60)
    assert run.share == 100, "an hour late, and still one stage at a time"
    assert run.since > START + timedelta(minutes=59)
    assert measured.at(69).share == 100, "and each is held for its whole time"
    assert measured.at(71).share == 1_000


def test_only_a_look_of_this_stage_lets_the_next_one_in(measured):
    """A pass from before the end of the hold is not asked again: the clock measures anew."""
    measured.metric("bad_between_ratio", "门禁")
    measured.start()
    measured.at(9.8)
    assert measured.verdicts() == ["pass"]
    run = measured.at(10)
    assert measured.verdicts()[-1] == "fail"
    assert run.share == 0


@pytest.mark.parametrize(
    ("query", "verdict", "words"),
    [
        ("no_such_metric", "missing", "没有数据"),
        ("none_total / none_total", "missing", "除以了 0"),
        ("two_ratio", "error", "2 条序列"),
        ("sum(", "error", "看不懂这个查询"),
        ('good_ratio{flag="{{nonsense}}"}', "error", "{{nonsense}} 不认识"),
    ],
)
def test_a_gate_waits_while_there_is_no_number(measured, query, verdict, words):
    measured.metric(query, "门禁")
    measured.start()
    run = measured.at(11)
    assert (run.state, run.share) == ("running", 0)
    assert set(measured.verdicts()) == {verdict}
    assert words in also(measured)


def test_stale_data_let_nobody_in(measured):
    measured.metric("gone_ratio", "门禁")
    measured.start()
    measured.at(1)
    assert measured.at(11).share == 0
    assert measured.verdicts()[0] == "pass"
    assert measured.verdicts()[-1] == "missing"


def test_data_that_come_back_let_it_go_on(measured):
    measured.metric("gone_awhile_ratio", "门禁")
    measured.start()
    assert measured.at(24).share == 0
    assert measured.at(26).share == 100


def test_too_few_samples_wait_until_there_are_enough(measured):
    measured.metric("good_ratio", "门禁")
    measured.guard(minimum=100, samples="few_hits")
    measured.start()
    assert measured.at(13.5).share == 0
    assert "样本 3，至少要 100 才算数" in also(measured)
    assert measured.at(14.5).share == 100


@pytest.mark.parametrize(("no_data", "share"), [("等待", 0), ("放行", 100), ("算失败", 0)])
def test_a_guard_says_what_no_data_mean(measured, no_data, share):
    measured.metric("no_such_metric", "门禁")
    measured.guard(no_data=no_data)
    measured.start()
    assert measured.at(11).share == share


def test_a_gate_with_an_action_holds_after_its_count(measured):
    measured.metric("bad_ratio", "门禁")
    measured.guard(failures=3, action="停住")
    measured.start()
    for minute in (8, 9, 10, 10.3):
        assert measured.at(minute).state == "running", "only what fails after the hold counts"
    assert measured.at(10.6).state == "held"


def test_a_target_with_a_guard_is_a_gate(measured):
    measured.metric("bad_ratio", "目标")
    measured.guard()
    measured.start()
    assert measured.at(11).share == 0


def test_the_query_knows_its_ramp(measured):
    measured.metric('good_ratio{flag="{{flag}}", env="{{environment}}"}', "门禁")
    measured.start()
    assert measured.at(11).share == 100


def test_nothing_passes_while_prometheus_is_away_and_it_goes_on_when_it_is_back(measured):
    measured.metric("good_ratio", "门禁")
    measured.metric("good_ratio", "回滚", "另一个")
    alive = Connection.objects.get().values
    Connection.objects.update(values={"address": f"http://127.0.0.1:{free_port()}"})
    measured.start()
    for minute in (1, 2, 11):
        run = measured.at(minute)
    assert (run.state, run.share) == ("running", 0)
    assert set(measured.verdicts()) == {"error"}
    assert "连不上" in also(measured)
    assert "护栏“另一个”连续" in also(measured)
    Connection.objects.update(values=alive)
    assert measured.at(11.5).share == 100


def test_without_a_connection_people_judge(measured):
    Connection.objects.all().delete()
    measured.metric("bad_ratio", "门禁")
    measured.start()
    assert measured.at(11).share == 100
    assert not Measurement.objects.exists()
    sheet = sheet_of(measured.ramp.plan, measured.ramp, measured.cast.oli, measured.now)
    assert sheet.metrics.note == "没有连接 Prometheus，指标由人判断。"
    assert sheet.metrics.by_hand == (("错误率", "没有连接"),)


def test_a_connection_that_was_switched_off_is_not_none(measured):
    measured.metric("good_ratio", "门禁")
    Connection.objects.update(is_on=False)
    measured.start()
    assert measured.at(11).share == 0
    assert "停用" in also(measured)


def test_the_gauge_of_another_environment_does_not_measure(measured):
    measured.metric("bad_ratio", "门禁")
    Connection.objects.update(environment="staging")
    measured.start()
    assert measured.at(11).share == 100


def test_the_own_environment_comes_first_and_two_are_one_too_many(measured, prometheus):
    measured.metric("good_ratio", "门禁")
    connect(f"http://127.0.0.1:{free_port()}", name="别处", environment="prod")
    measured.start()
    assert measured.at(10.2).share == 0, "its own gauge is asked, and it is away"
    Connection.objects.filter(name="别处").update(values={"address": prometheus.url})
    assert measured.at(10.6).share == 100
    connect(prometheus.url, name="又一个", environment="prod")
    measured.at(11.2)
    assert "只启用一个" in measured.run.measurements.last().words


def test_a_killed_look_counts_nothing_twice(measured, monkeypatch):
    measured.metric("bad_soon_ratio")
    measured.start(stage=2)
    measured.until(0.3)
    assert measured.verdicts().count("fail") == 1

    def die(*_args, **_values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("gray.actions.looking.decide", die)
        measured.at(0.5)
    assert measured.verdicts().count("fail") == 1, "it was taken back with its transaction"
    run = measured.at(0.5)
    assert (measured.verdicts().count("fail"), run.share) == (2, 1_000)
    measured.at(0.5)
    assert measured.verdicts().count("fail") == 2, "a look that comes twice measures once"
    assert measured.until(0.8).share == 100


def test_the_clock_measures_every_interval(measured, settings):
    settings.METRICS_SECONDS = 30
    measured.metric("good_ratio", "目标")
    measured.start()
    measured.until(3)
    times = list(measured.run.measurements.order_by("at").values_list("at", flat=True))
    assert len(times) in (5, 6)
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) >= timedelta(seconds=30)


def test_a_silent_gauge_costs_all_ramps_together_no_more_than_the_limit(measured, monkeypatch):
    """Every question hangs; what is due is done all the same, and the answers are errors."""
    monkeypatch.setattr(asking, "LIMIT", 1.0)
    monkeypatch.setattr(asking, "SLOW", 0.5)
    for name in ("甲", "乙", "丙", "丁"):
        measured.metric("good_ratio", "门禁", name)
    measured.start()
    gates = _Hanging()
    monkeypatch.setattr("gray.gauges.prometheus.Prometheus.ask", gates.ask)
    Measurement.objects.all().delete()
    for minute, longest in ((1, 4.0), (2, 0.9)):  # the second time it is not even asked
        Run.objects.update(due_at=START)
        began = monotonic()
        do_what_is_due(START + timedelta(minutes=minute))
        assert monotonic() - began < longest
    gates.open.set()
    rows = measured.run.measurements
    assert set(rows.values_list("verdict", flat=True)) == {"error"}
    assert "秒后再问" in rows.last().words


class _Hanging:
    def __init__(self) -> None:
        self.open = Event()

    def ask(self, *_args):
        self.open.wait(20)
        raise AssertionError("nobody waits for this any more")


def test_ramps_without_metrics_cost_one_small_question(ramp, cast, django_assert_num_queries):
    run = command(ramp, by=cast.oli, command="start")
    with django_assert_num_queries(1):
        assert measuring.measure([run.pk], START).found == {}
    connect("https://prometheus.example.com", environment="elsewhere")
    with django_assert_num_queries(3):  # a connection that is not theirs
        assert measuring.measure([run.pk, run.pk], START).found == {}


def test_gates_of_the_plan_read_live_values(measured):
    measured.metric("good_ratio", "门禁")
    measured.metric("bad_ratio", "目标", "RT")
    measured.metric("good_ratio", "回滚", "不是目标")
    measured.start()
    plan = Plan.objects.get(pk=measured.plan.pk)
    measured.until(1)
    readings = {one.metric: one for one in gather("readings", plan)}
    names = {row.pk: row.name for row in plan.plans_metric_rows.all()}
    told = {names[metric]: (one.passed, one.words) for metric, one in readings.items()}
    assert told == {
        "错误率": (True, ""),
        "RT": (False, "灰度“返希豆灰度”的“RT”：8%，不达标（要 < 1%）。"),
    }
    measured.clock.shift(timedelta(minutes=5))
    assert "等新的读数" in next(iter(gather("readings", plan))).words


def test_the_page_shows_value_threshold_row_and_when(measured, client):
    measured.metric("bad_soon_ratio")
    measured.metric("bad_ratio", "目标", "影子")
    measured.guard("影子", shadow=True)
    measured.add("triggers", {"condition": "客服投诉明显增多", "kind": "必须"})
    measured.start(stage=2)
    measured.until(0.6)
    measured.clock.shift(timedelta(seconds=5))
    client.force_login(measured.cast.ann)
    page = client.get(f"/plans/{measured.plan.number}/gray/").content.decode()
    for words in (
        "8%", "护栏 &gt; 5%", "到了回滚线", "连续第 2 次不达标，第 3 次即回退一级", "秒前测的",
        "第 3 次失败即回退一级", "只看不动", "1 项由人判断", "客服投诉明显增多", "class=\"spark bad\"",
    ):  # fmt: skip
        assert words in page, words
    assert "style=" not in page.split('id="metrics"')[1].split("</section>")[0]


def test_the_api_tells_the_same(measured, client):
    measured.metric("bad_soon_ratio")
    measured.start(stage=2)
    measured.until(0.6)
    client.force_login(measured.cast.ann)
    [ramp] = client.get(f"/api/v1/plans/{measured.plan.number}/ramps/").json()["results"]
    [metric] = ramp["metrics"]
    assert (metric["value"], metric["value_text"], metric["threshold"]) == (0.08, "8%", "> 5%")
    assert (metric["verdict"], metric["failures"], metric["failures_limit"]) == ("fail", 2, 3)
    assert metric["action"] == "roll_back"


def test_a_look_by_itself_measures_too(measured):
    measured.metric("good_ratio", "目标")
    measured.start()
    measured.clock.move_to(START + timedelta(minutes=1))
    look(measured.run.pk, now=START + timedelta(minutes=1))
    assert measured.verdicts()[-1] == "pass"
