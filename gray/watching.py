"""What a ramp is measured by, and what the stored looks say of it. Reads, asks nobody outside."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import cached_property

from gray.bucket import percent_of
from gray.gauging import fitting
from gray.judging import Rule, Verdict
from gray.measurements import Measurement
from gray.rules import Rules, Tables, rules_of
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.signed import SECTIONS, signed_tables, strictest
from gray.tallying import LONGEST_REACH, Look, Span, breaches, in_the_way
from gray.view import State, View
from plans import states
from plans.models import Plan
from plans.tables.registry import section

FLOWING = (State.RUNNING.value, State.HELD.value, State.DONE.value)
WITH_TRAFFIC = (*states.UNDER_WAY, states.PAUSED)


@dataclass
class Watch:
    """One ramp and the rules that measure it; a run that is not stored has no looks."""

    plan: Plan
    ramp: Ramp
    run: Run
    rules: Rules = field(default_factory=Rules)

    @property
    def is_on(self) -> bool:
        """Measured now: traffic is flowing, and the plan is not over."""
        return (
            self.run.index >= 0 and self.run.state in FLOWING and self.plan.status in WITH_TRAFFIC
        )

    @cached_property
    def looks(self) -> dict[tuple[int, str], list[Look]]:
        """The latest looks by rule, the oldest first."""
        span = 4 * interval() * max((rule.failures for rule in self.rules.measured), default=0)
        return looks_since(self.run, self.rules.measured, span + 2 * LONGEST_REACH)

    def paired(self) -> list[tuple[Rule, list[Look]]]:
        return [(rule, self.looks.get(rule.key, [])) for rule in self.rules.measured]

    def span(self, now: datetime) -> Span:
        run = self.run
        hold = run.stage.hold if run.stage and run.stage.hold else timedelta()
        ends = run.since + hold if run.since else None
        return Span(now, run.since, ends, run.fell_at, interval())


def interval() -> timedelta:
    return timedelta(seconds=settings.METRICS_SECONDS)


def watch_of(plan: Plan, ramp: Ramp, run: Run) -> Watch | None:
    """What measures this ramp; None when nothing does, after one small question."""
    if not fitting(environment_of(ramp, run)):
        return None
    rules = every_rule(plan, ramp, run)
    return Watch(plan, ramp, run, rules) if rules.measured else None


def every_rule(plan: Plan, ramp: Ramp, run: Run) -> Rules:
    """The rules of a ramp, whether or not anything can be asked.

    What an amendment changes or takes away counts only when the amendment is signed.
    """
    current = _rules(Tables(*(section(key).listed(plan) for key in SECTIONS)), ramp, run)
    signed = signed_tables(plan)
    return current if signed is None else strictest(_rules(signed, ramp, run), current)


def _rules(tables: Tables, ramp: Ramp, run: Run) -> Rules:
    if not tables.metrics and not tables.triggers:
        return Rules()
    return rules_of(tables, ramp.name, words_of(ramp, run))


def environment_of(ramp: Ramp, run: Run) -> str:
    return run.environment if run.flag else ramp.environment


def words_of(ramp: Ramp, run: Run) -> dict[str, str]:
    """What the placeholders of a query stand for."""
    return {
        "application": ramp.application.strip(),
        "environment": environment_of(ramp, run).strip(),
        "flag": run.flag or ramp.flag.strip() or ramp.key.strip(),
        "percent": str(percent_of(run.share)),
    }


def with_metrics(view: View, watch: Watch | None, now: datetime) -> View:
    """The view with what the stored looks say: what to do at once, what is in the way.

    The first stage waits for no metric: before it there is no traffic to be measured.
    """
    if watch is None:
        return view
    pulse = interval() if watch.is_on else None
    if not any(rule.stops for rule in watch.rules.measured):
        return replace(view, pulse=pulse)
    paired, span = watch.paired(), watch.span(now)
    checks = in_the_way(paired, span)
    steps = (
        replace(step, checks=checks, measured=True) if at > max(view.index, 0) else step
        for at, step in enumerate(view.steps)
    )
    found = breaches(paired, span) if watch.is_on else ()
    return replace(view, steps=tuple(steps), guardrails=found, pulse=pulse)


def looks_since(
    run: Run, rules: Iterable[Rule], back: timedelta
) -> dict[tuple[int, str], list[Look]]:
    """Looks of the last stretch before the newest one; without a stored run there are none."""
    metrics = {rule.metric for rule in rules}
    latest = _newest(run, metrics) if run.pk else None
    if latest is None:
        return {}
    rows = Measurement.objects.filter(run=run, metric__in=metrics, at__gte=latest - back)
    found: dict[tuple[int, str], list[Look]] = {}
    fields = ("metric", "name", "at", "verdict", "value", "samples", "words", "counts")
    for metric, name, at, verdict, *rest in rows.order_by("at", "pk").values_list(*fields):
        found.setdefault((metric, name), []).append(Look(at, Verdict(verdict), *rest))
    return found


def _newest(run: Run, metrics: Iterable[int]) -> datetime | None:
    """Asked of each metric, so that the index answers and no history is read."""
    rows = Measurement.objects.filter(run=run).order_by("-at").values_list("at", flat=True)
    return max(filter(None, (rows.filter(metric=one).first() for one in metrics)), default=None)
