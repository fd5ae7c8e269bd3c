"""Asking gauges: outside any transaction, side by side, and never for longer than LIMIT.

Many ramps are measured together, so that a gauge that does not answer costs a task its time
once and not once for each ramp.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Max
from django.utils.translation import gettext as _

from gray.asking import Question, ask_all
from gray.drivers.base import DriverError
from gray.gauges.base import Gauge, Sample
from gray.gauging import find_gauge, gauge_connections
from gray.judging import Answers, Judgement, Rule, judge
from gray.measurements import Measurement
from gray.runs import Run
from gray.watching import FLOWING, Watch, environment_of, interval, watch_of
from ground.ahead import reading_once


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
    told = ask_all(_questions(watches, gauges), gauges.values(), now)
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
