"""What one look at one metric says (pure).

A target or a gate says what is good; a rollback line says what is bad. No data is neither: not
zero, not good, not bad.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import isfinite

from django.utils.translation import gettext_lazy as _

from gray.gauges.base import Sample
from gray.limits import Limit
from gray.view import Breach
from gray.words import Lasting, Sentence, sentence


class Role(StrEnum):
    """What a metric is for: only shown, before each next stage, or a line to fall behind."""

    GOAL = "目标"
    GATE = "门禁"
    GUARD = "回滚"


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNSURE = "unsure"
    MISSING = "missing"
    ERROR = "error"


class Policy(StrEnum):
    """What is done with a look that says neither yes nor no."""

    WAIT = "等待"
    PASS = "放行"  # noqa: S105 - no password
    FAIL = "算失败"


@dataclass(frozen=True, slots=True)
class Rule:
    """How one ramp looks at one metric; `query` and `samples` are filled in.

    name      the metric's, or the words of the condition that names it
    failures  from which look on that fails in a row `action` is taken
    action    None: a gate only keeps the next stage out
    minimum   how many samples make a reading worth something, by the query `samples`
    shadow    measured and shown, never acts
    wrong     why it cannot be measured as it is written
    """

    metric: int
    name: str
    role: Role
    query: str
    limit: Limit | None
    failures: int = 1
    action: Breach | None = None
    minimum: float | None = None
    samples: str = ""
    no_data: Policy = Policy.WAIT
    unsure: Policy = Policy.WAIT
    shadow: bool = False
    wrong: str = ""

    @property
    def key(self) -> tuple[int, str]:
        return self.metric, self.name

    @property
    def stops(self) -> bool:
        """Whether it may keep traffic from rising or let it fall."""
        return self.role is not Role.GOAL and not self.shadow

    def treats(self, verdict: Verdict) -> Policy | None:
        """What is done with a verdict that is neither pass nor fail."""
        if verdict is Verdict.UNSURE:
            return self.unsure
        return self.no_data if verdict in (Verdict.MISSING, Verdict.ERROR) else None

    def is_failing(self, verdict: Verdict) -> bool:
        return verdict is Verdict.FAIL or self.treats(verdict) is Policy.FAIL

    def is_passing(self, verdict: Verdict) -> bool:
        return verdict is Verdict.PASS or self.treats(verdict) is Policy.PASS


@dataclass(frozen=True, slots=True)
class Answers:
    """What the gauge said; `error` instead of a sample when it could not be asked."""

    reading: Sample | None = None
    count: Sample | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    words: Sentence
    value: float | None = None
    samples: float | None = None


def judge(rule: Rule, answers: Answers, now: datetime, oldest: timedelta) -> Judgement:
    """What this look says; data older than `oldest` are none."""
    if rule.wrong or answers.error:
        return _error(rule.wrong or answers.error)
    reading = answers.reading or Sample()
    lacking = _lacking(reading, now, oldest)
    if lacking:
        return lacking
    assert reading.value is not None  # noqa: S101 - for the type checker
    samples = answers.count.value if answers.count else None
    if rule.minimum is not None and (samples is None or not samples >= rule.minimum):
        return _unsure(rule, reading.value, samples)
    return _measured(rule, reading.value, samples)


def _measured(rule: Rule, value: float, samples: float | None) -> Judgement:
    if rule.limit is None:
        return _error(str(_("阈值不是数，没有办法判断，请写成像 1% 或 200ms 的样子。")))
    if not rule.limit.is_plausible(value):
        return _error(
            str(_("读数是 %(value)s，不像百分比；请让查询给出 0 到 1 的比例，或乘以 100。"))
            % {"value": rule.limit.say(value)}
        )
    met = rule.limit.is_met(value)
    passed = not met if rule.role is Role.GUARD else met
    verdict = Verdict.PASS if passed else Verdict.FAIL
    return Judgement(verdict, words_of(rule, verdict, value), value, samples)


def words_of(
    rule: Rule, verdict: Verdict, value: float | None, samples: float | None = None
) -> Sentence:
    """A verdict that stands on a number, in words."""
    if verdict is Verdict.UNSURE:
        few = _("样本 %(n)s，至少要 %(minimum)s 才算数")
        return sentence("unsure", few, n=_short(samples), minimum=_short(rule.minimum))
    texts = {
        (Verdict.PASS, False): _("%(value)s，达标（%(limit)s）"),
        (Verdict.FAIL, False): _("%(value)s，不达标（要 %(limit)s）"),
        (Verdict.PASS, True): _("%(value)s，没有到回滚线（%(limit)s）"),
        (Verdict.FAIL, True): _("%(value)s，到了回滚线（%(limit)s）"),
    }
    said = rule.limit.say(value) if rule.limit and value is not None else "—"
    text = texts[verdict, rule.role is Role.GUARD]
    return sentence(verdict.value, text, value=said, limit=rule.limit or "—")


def _lacking(reading: Sample, now: datetime, oldest: timedelta) -> Judgement | None:
    """Why there is no number to be judged, if so."""
    if reading.series > 1:
        text = _("查询给出 %(n)d 条序列，请用 sum、max 或 avg 合成一条。")
        return _error(str(text) % {"n": reading.series})
    if reading.value is None:
        return _missing(sentence("missing", _("没有数据")))
    if not isfinite(reading.value):
        return _missing(sentence("missing", _("算出来不是数（除以了 0），多半还没有流量")))
    age = now - reading.at if reading.at else timedelta()
    if age > oldest:
        return _missing(sentence("missing", _("最新的数据是 %(age)s前的"), age=Lasting(age)))
    return None


def _missing(words: Sentence) -> Judgement:
    return Judgement(Verdict.MISSING, words)


def _unsure(rule: Rule, value: float, samples: float | None) -> Judgement:
    kept = samples if samples is not None and isfinite(samples) else None
    words = words_of(rule, Verdict.UNSURE, value, kept)
    return Judgement(Verdict.UNSURE, words, value, kept)


def _error(said: str) -> Judgement:
    return Judgement(Verdict.ERROR, sentence("error", "%(said)s", said=said))


def _short(number: float | None) -> str:
    return "0" if number is None else f"{number:,.6g}"
