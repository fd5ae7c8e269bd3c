"""What the looks at a metric come to together: failures in a row, and what they let happen (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gray.gauges.selectors import reach
from gray.judging import Policy, Role, Rule, Verdict, words_of
from gray.view import Breach, Guardrail
from gray.words import Sentence, sentence
from ground.words import said_before

BLIND = 3
"""From so many looks in a row without data on nothing rises past a rollback line."""
LONGEST_REACH = timedelta(minutes=10)
SEVERITY = (Breach.OFF, Breach.BACK, Breach.HOLD)
ACTIONS = {
    Breach.HOLD: pgettext_lazy("guard", "停住"),
    Breach.BACK: pgettext_lazy("guard", "回退一级"),
    Breach.OFF: pgettext_lazy("guard", "关闭流量"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One stored look; `counts` until it was in shadow or somebody acted on it."""

    at: datetime
    verdict: Verdict
    value: float | None = None
    samples: float | None = None
    words: str = ""
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """When looks count for what: `now`, the stage's begin and end, the last fall, how often.

    ends      when the hold of the stage is over, None when it has none
    fell_at   when traffic last fell
    interval  two looks that are nearer than this are one
    """

    now: datetime
    since: datetime | None
    ends: datetime | None
    fell_at: datetime | None
    interval: timedelta

    @property
    def fresh(self) -> timedelta:
        return 2 * self.interval


@dataclass(frozen=True, slots=True)
class Tally:
    """How many looks in a row fail, or see nothing, up to the newest."""

    failing: int = 0
    blind: int = 0


def tally(rule: Rule, looks: Sequence[Look], span: Span) -> Tally:
    """Count back from the newest look; a pass ends both rows, seeing nothing ends neither."""
    begin = _begin(rule, span)
    failing, blind, is_blind, edge = 0, 0, True, None
    for look in reversed(looks):
        if look.at < begin or not (look.counts or rule.shadow) or rule.is_passing(look.verdict):
            break
        if edge is not None and edge - look.at < span.interval:
            continue
        edge = look.at
        if rule.is_failing(look.verdict):
            failing, is_blind = failing + 1, False
        elif look.verdict is Verdict.UNSURE:
            is_blind = False
        elif is_blind:
            blind += 1
    return Tally(failing, blind)


def _begin(rule: Rule, span: Span) -> datetime:
    """From when a look counts against the ramp: after a fall once its range lies behind it."""
    moments = [datetime.min.replace(tzinfo=span.now.tzinfo)]
    if span.fell_at:
        moments.append(span.fell_at + min(LONGEST_REACH, timedelta(seconds=reach(rule.query))))
    if rule.role is Role.GATE:
        moments.append(span.ends or span.since or span.now)
    return max(moments)


def breaches(rules: Iterable[tuple[Rule, Sequence[Look]]], span: Span) -> tuple[Guardrail, ...]:
    """What has failed often enough, the hardest first."""
    found = [
        Guardrail(rule.action, breach_words(rule, looks[-1], count.failing))
        for rule, looks in rules
        if looks and rule.stops and rule.action
        for count in [tally(rule, looks, span)]
        if rule.is_failing(looks[-1].verdict) and count.failing >= rule.failures
    ]
    return tuple(sorted(found, key=lambda one: SEVERITY.index(one.breach)))


def in_the_way(rules: Iterable[tuple[Rule, Sequence[Look]]], span: Span) -> tuple[Sentence, ...]:
    """What metrics hold against the next stage."""
    found = (_against(rule, looks, span) for rule, looks in rules if rule.stops)
    return tuple(one for one in found if one)


def _against(rule: Rule, looks: Sequence[Look], span: Span) -> Sentence | None:
    if rule.role is Role.GUARD:
        return _unseen(rule, looks, span)
    look = looks[-1] if looks else None
    if look is None or not _is_of_now(look, span):
        return _not_yet(rule, span)
    return None if rule.is_passing(look.verdict) else _refused(rule, look)


def _unseen(rule: Rule, looks: Sequence[Look], span: Span) -> Sentence | None:
    """Nothing rises while nobody can see whether it is past its line, nor once it is."""
    if looks and rule.is_failing(looks[-1].verdict):
        return _refused(rule, looks[-1])
    if not looks or rule.no_data is not Policy.WAIT:
        return None
    blind = tally(rule, looks, span).blind
    if blind < max(BLIND, rule.failures):
        return None
    text = _("护栏“%(name)s”连续 %(n)d 次没有读数（%(words)s），有了再放量。")
    return sentence("metric", text, name=rule.name, n=blind, words=said_of(rule, looks[-1]))


def _is_of_now(look: Look, span: Span) -> bool:
    """Looked at lately, in this stage, and after its hold once that is over."""
    begin = span.ends if span.ends and span.ends <= span.now else span.since
    return span.now - look.at <= span.fresh and (begin is None or look.at >= begin)


def _not_yet(rule: Rule, span: Span) -> Sentence:
    words = {"name": rule.name, "limit": rule.limit or "—"}
    if span.since is None or (span.ends and span.now < span.ends):
        return sentence("metric", _("指标“%(name)s”要 %(limit)s，观察期满时再看。"), **words)
    return sentence("metric", _("指标“%(name)s”要 %(limit)s，还没有测到。"), **words)


def _refused(rule: Rule, look: Look) -> Sentence:
    said = said_of(rule, look)
    return sentence("metric", _("指标“%(name)s”：%(said)s。"), name=rule.name, said=said)


def said_of(rule: Rule, look: Look) -> Sentence | str:
    """What a look found, in the reader's language as far as it stands on numbers."""
    if look.verdict in (Verdict.MISSING, Verdict.ERROR) or look.value is None:
        return said_before(look.words).rstrip("。")
    return words_of(rule, look.verdict, look.value, look.samples)


def breach_words(rule: Rule, look: Look, failing: int) -> Sentence:
    """What a guardrail does, and why; metric, value, threshold and count are kept as facts."""
    value = rule.limit.say(look.value) if rule.limit and look.value is not None else "—"
    words = {
        "name": rule.name, "said": said_of(rule, look), "n": failing,
        "action": ACTIONS[rule.action or Breach.HOLD], "metric": rule.name, "value": value,
        "threshold": rule.limit or "—", "count": failing,
    }  # fmt: skip
    if rule.failures == 1:
        return sentence("guard", _("护栏“%(name)s”：%(said)s，%(action)s。"), **words)
    text = _("护栏“%(name)s”连续第 %(n)d 次不达标：%(said)s，%(action)s。")
    return sentence("guard", text, **words)


def row_words(rule: Rule, count: Tally) -> Sentence | None:
    """How far it is from acting: 连续第 2 次不达标，第 3 次即回退一级."""
    if not count.failing:
        return None
    words: dict[str, Any] = {"n": count.failing, "limit": rule.failures}
    if rule.action is None or rule.shadow:
        return sentence("row", _("连续第 %(n)d 次不达标"), **words)
    words["action"] = ACTIONS[rule.action]
    if count.failing >= rule.failures:
        return sentence("row", _("连续第 %(n)d 次不达标，%(action)s"), **words)
    return sentence("row", _("连续第 %(n)d 次不达标，第 %(limit)d 次即%(action)s"), **words)
