"""The metrics of a ramp as its page, JSON and gates show them: from stored looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.gauging import fitting
from gray.judging import Role, Rule, Verdict
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.sparkline import Spark, draw
from gray.tallying import ACTIONS, Look, Span, Tally, row_words, said_of, tally
from gray.watching import Watch, environment_of, every_rule, interval, looks_since
from gray.words import Lasting
from ground.words import in_row
from plans.models import Plan

CURVE = timedelta(hours=3)
VERDICTS = {
    Verdict.PASS: (gettext_lazy("达标"), "ok"),
    Verdict.FAIL: (gettext_lazy("不达标"), "bad"),
    Verdict.UNSURE: (gettext_lazy("样本不够"), "warn"),
    Verdict.MISSING: (gettext_lazy("没有数据"), "warn"),
    Verdict.ERROR: (gettext_lazy("查询失败"), "warn"),
}
ROLES = {
    Role.GOAL: gettext_lazy("目标"), Role.GATE: gettext_lazy("门禁"), Role.GUARD: gettext_lazy("护栏"),
}  # fmt: skip


@dataclass(frozen=True)
class Readout:
    """One rule and its newest look; `look` is None before the first."""

    rule: Rule
    look: Look | None
    count: Tally
    spark: Spark | None
    now: datetime

    @property
    def role(self) -> str:
        return str(ROLES[self.rule.role])

    @property
    def value(self) -> str:
        """The reading in the unit of its threshold."""
        look, limit = self.look, self.rule.limit
        return limit.say(look.value) if look and limit and look.value is not None else "—"

    @property
    def limit(self) -> str:
        return str(self.rule.limit or "—")

    @property
    def label(self) -> str:
        if self.look is None:
            return _("还没有测")
        if self.rule.role is Role.GUARD and self.look.verdict is Verdict.FAIL:
            return _("到了回滚线")
        return str(VERDICTS[self.look.verdict][0])

    @property
    def tone(self) -> str:
        return VERDICTS[self.look.verdict][1] if self.look else "idle"

    @property
    def words(self) -> str:
        return str(said_of(self.rule, self.look)) if self.look else ""

    @property
    def reason(self) -> str:
        """Why there is no reading that counts; empty when there is one."""
        usual = self.look is None or self.look.verdict in (Verdict.PASS, Verdict.FAIL)
        return "" if usual else self.words

    @property
    def row(self) -> str:
        """How many looks in a row fail, and what the next one does."""
        return str(row_words(self.rule, self.count) or "")

    @property
    def deed(self) -> str:
        """What happens at the threshold, in words."""
        rule = self.rule
        if rule.shadow:
            return _("只看不动，不拦也不退")
        if rule.role is Role.GOAL:
            return _("只看，不拦也不退")
        if rule.action is None:
            return _("不达标就不进下一阶段")
        words = {"n": rule.failures, "action": ACTIONS[rule.action]}
        if rule.role is Role.GATE:
            return _("不达标就不进下一阶段；连续第 %(n)d 次%(action)s") % words
        return _("第 %(n)d 次失败即%(action)s") % words

    @property
    def ago(self) -> str:
        if self.look is None:
            return ""
        age = max(self.now - self.look.at, timedelta())
        return _("%(age)s前") % {"age": Lasting(age)}


@dataclass(frozen=True)
class Readouts:
    """All of a ramp: what is measured, what people judge, and why nothing is measured."""

    lines: tuple[Readout, ...] = ()
    by_hand: tuple[tuple[str, str], ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.lines or self.by_hand)


def readouts_of(plan: Plan, ramp: Ramp, run: Run, now: datetime) -> Readouts:
    """Everything that is known of the ramp's metrics, without asking anybody."""
    rules = every_rule(plan, ramp, run)
    if not rules.measured and not rules.by_hand:
        return Readouts()
    connections = fitting(environment_of(ramp, run))
    if not connections:
        names = tuple((rule.name, _("没有连接")) for rule in rules.measured)
        note = _("没有连接 Prometheus，指标由人判断。")
        return Readouts((), (*names, *rules.by_hand), note)
    watch = Watch(plan, ramp, run, rules)
    looks = looks_since(run, rules.measured, CURVE)
    lines = tuple(
        _readout(rule, looks.get(rule.key, []), watch.span(now)) for rule in rules.measured
    )
    alive = [row for row in connections if row.is_on]
    stopped = "" if alive else _("指标连接停用了：%(names)s。") % {"names": in_row(connections)}
    return Readouts(lines, rules.by_hand, stopped)


def _readout(rule: Rule, looks: Sequence[Look], span: Span) -> Readout:
    limit = rule.limit.value if rule.limit else None
    upwards = bool(rule.limit) and rule.limit.sign.startswith(">")  # type: ignore[union-attr]
    curve = draw(
        [(look.at, look.value) for look in looks], span.now, CURVE, limit=limit,
        gap=4 * interval(), worst=upwards is (rule.role is Role.GUARD),
    )  # fmt: skip
    return Readout(rule, looks[-1] if looks else None, tally(rule, looks, span), curve, span.now)


def shape(one: Readout) -> dict[str, Any]:
    """A readout as JSON; `value` in the unit of the query."""
    rule, look = one.rule, one.look
    return {
        "metric": rule.metric,
        "name": rule.name,
        "purpose": rule.role.value,
        "query": rule.query,
        "threshold": one.limit,
        "value": look.value if look else None,
        "value_text": one.value,
        "samples": look.samples if look else None,
        "verdict": look.verdict.value if look else None,
        "words": one.words,
        "measured_at": look.at.isoformat() if look else None,
        "failures": one.count.failing,
        "failures_limit": rule.failures,
        "action": rule.action.value if rule.action else None,
        "shadow": rule.shadow,
        "row": one.row,
    }
