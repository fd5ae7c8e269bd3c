"""Asking gauges: outside any transaction, side by side, and never for longer than LIMIT.

Many ramps are measured together, so that a gauge that does not answer costs a task its time
once and not once for each ramp.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from time import monotonic

from django.db.models import Max
from django.utils.translation import gettext as _

from gray.drivers.base import DriverError
from gray.gauges.base import Gauge, Sample
from gray.gauging import find_gauge, gauge_connections
from gray.judging import Answers, Judgement, Rule, judge
from gray.measurements import Measurement
from gray.runs import Run
from gray.silence import Silence
from gray.watching import FLOWING, Watch, environment_of, interval, watch_of
from ground.ahead import reading_once

log = logging.getLogger("releaseplan.gray")

LIMIT = 5.0
"""Seconds that all questions of one turn may take together."""
SLOW = LIMIT / 2
"""A gauge that needed longer than this and had no answer is left in peace for a while."""
SIDE_BY_SIDE = 16
SILENCE = Silence()

Question = tuple[str, str]
"""(name of the connection, query)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One rule and what it came to at `at`."""

    rule: Rule
    judgement: Judgement
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What was measured of each run, and the time that it took; runs without metrics are not in it."""

    found: Mapping[int, list[Measured]] = field(default_factory=dict)
    spent: timedelta = timedelta()

    def of(self, run: int) -> list[Measured]:
        return self.found.get(run, [])


def measure(ids: Sequence[int], now: datetime) -> Turn:
    """Measure of these runs what is due."""
    if not ids or not gauge_connections():
        return Turn()
    began = monotonic()
    found = _measure(_due(ids, now), now)
    return Turn(found, timedelta(seconds=monotonic() - began)) if found else Turn()


def _measure(watches: list[Watch], now: datetime) -> dict[int, list[Measured]]:
    gauges, wrong = _gauges(watches)
    told = _ask_all(_questions(watches, gauges), gauges, now)
    return {
        watch.run.pk: [
            Measured(rule, _judge(rule, gauge, why, told, now), now)
            for rule in watch.rules.measured
        ]
        for watch in watches
        for gauge, why in [(gauges.get(watch.run.pk), wrong.get(watch.run.pk, ""))]
    }


def _due(ids: Iterable[int], now: datetime) -> list[Watch]:
    """The watches whose last look is an interval ago, or before the end of their stage's hold."""
    runs = Run.objects.filter(pk__in=ids, state__in=FLOWING).select_related("ramp__plan", "stage")
    with reading_once():
        watches = [watch_of(run.ramp.plan, run.ramp, run) for run in runs]
    found = [one for one in watches if one and one.is_on]
    latest = _latest(found, now) if found else {}
    return [one for one in found if _is_due(one, latest, now)]


def _latest(watches: Sequence[Watch], now: datetime) -> dict[int, datetime]:
    """{run: its newest look}, as far as that is not long ago."""
    rows = Measurement.objects.filter(
        run__in=[one.run for one in watches],
        metric__in={rule.metric for one in watches for rule in one.rules.measured},
        at__gte=now - 4 * interval(),
    )
    return dict(rows.order_by().values_list("run").annotate(Max("at")))


def _is_due(watch: Watch, latest: Mapping[int, datetime], now: datetime) -> bool:
    last, ends = latest.get(watch.run.pk), watch.span(now).ends
    if last is None or now - last >= interval():
        return True
    return ends is not None and last < ends <= now


def _gauges(watches: Iterable[Watch]) -> tuple[dict[int, Gauge], dict[int, str]]:
    """({run: its gauge, ready to be asked}, {run: why it has none})."""
    ready: dict[str, Gauge] = {}
    found: dict[int, Gauge] = {}
    wrong: dict[int, str] = {}
    for watch in watches:
        try:
            gauge = find_gauge(environment_of(watch.ramp, watch.run))
            if gauge is None:
                continue
            if gauge.setup.name not in ready:
                gauge.prepare()
                ready[gauge.setup.name] = gauge
            found[watch.run.pk] = ready[gauge.setup.name]
        except DriverError as error:
            wrong[watch.run.pk] = str(error)
    return found, wrong


def _questions(watches: Iterable[Watch], gauges: Mapping[int, Gauge]) -> set[Question]:
    """Each query once, however many rules and ramps ask it."""
    return {
        (gauges[watch.run.pk].setup.name, query)
        for watch in watches
        if watch.run.pk in gauges
        for rule in watch.rules.measured
        if not rule.wrong
        for query in (rule.query, rule.samples)
        if query
    }


def _ask_all(
    questions: set[Question], gauges: Mapping[int, Gauge], now: datetime
) -> dict[Question, Sample | str]:
    """The answers, or why there is none; who was silent just now is not asked again at once."""
    by_name = {gauge.setup.name: gauge for gauge in gauges.values()}
    quiet = {name: left for name in by_name if (left := SILENCE.left(name))}
    asked = sorted(one for one in questions if one[0] not in quiet)
    told = {one: _later(quiet[one[0]]) for one in questions if one[0] in quiet}
    if not asked:
        return {**told}
    began = monotonic()
    answers = _side_by_side(asked, by_name, now)
    if monotonic() - began > SLOW:
        _leave_silent(answers)
    return {**told, **answers}


def _side_by_side(
    asked: Sequence[Question], gauges: Mapping[str, Gauge], now: datetime
) -> dict[Question, Sample | str]:
    pool = ThreadPoolExecutor(min(SIDE_BY_SIDE, len(asked)), "gauge")
    try:
        futures = {
            pool.submit(_ask, gauges[name], query, now): (name, query) for name, query in asked
        }
        wait(futures, timeout=LIMIT)
        return {question: _answer(future) for future, question in futures.items()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _leave_silent(answers: Mapping[Question, Sample | str]) -> None:
    """The connections that had no answer at all are left in peace for one interval."""
    heard = {name for (name, _query), answer in answers.items() if isinstance(answer, Sample)}
    for name in {name for name, _query in answers} - heard:
        SILENCE.leave(name, interval().total_seconds())


def _later(seconds: float) -> str:
    text = _("指标系统刚才没有及时回答，%(n)d 秒后再问。")
    return text % {"n": ceil(seconds)}


def _ask(gauge: Gauge, query: str, now: datetime) -> Sample | str:
    """In a thread of its own: no database here."""
    try:
        return gauge.ask(query, now)
    except DriverError as error:
        return str(error)
    except Exception:  # whatever a gauge stumbles over, a ramp goes on being looked at
        log.exception("a gauge could not be asked")
        return _("查询时出了意外，请看日志。")


def _answer(future: Future[Sample | str]) -> Sample | str:
    return future.result() if future.done() else _("指标系统没有及时回答。")


def _judge(
    rule: Rule,
    gauge: Gauge | None,
    why: str,
    told: Mapping[Question, Sample | str],
    now: datetime,
) -> Judgement:
    if gauge is None:
        return judge(rule, Answers(error=why or _("没有连接。")), now, interval())
    reading = told.get((gauge.setup.name, rule.query), "")
    count = told.get((gauge.setup.name, rule.samples)) if rule.samples else None
    for answer in (reading, count):
        if isinstance(answer, str) and answer:
            return judge(rule, Answers(error=answer), now, gauge.oldest)
    answers = Answers(
        reading if isinstance(reading, Sample) else None,
        count if isinstance(count, Sample) else None,
    )
    return judge(rule, answers, now, gauge.oldest)
