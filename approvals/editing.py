"""The gate editor: rules as lines of a form, what a form says as rules, and its small steps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from approvals.rules.seats import part_label
from approvals.rules.shape import CLOSE, EVERYTHING, REVIEW, Blank, Cover, Need, Rule
from approvals.rules.vetting import MOST_BLANKS, MOST_GATES
from approvals.rules.vocabulary import CONDITIONS, KINDS, PHASES, SIGNED_BEFORE, codes, covers
from approvals.words import cover_label
from ground.numbers import whole
from ground.words import in_row
from plans.tables.registry import section

MOST_NEEDS = 6
BARRABLE = ("sql_changes", "configs", "switches", "apps")
"""Sections whose last editors a template may bar."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class NeedLine:
    at: int
    codes: list[Option]
    count: int
    label: str


@dataclass(frozen=True)
class GateLine:
    """One gate of the form; `at` counts from 0 and names its inputs."""

    at: int
    rule: Rule
    phases: list[Option]
    needs: list[NeedLine]
    covers: list[Option]
    after: list[Option]
    conditions: list[Option]
    bars: list[Option]
    blanks: list[tuple[int, Blank, list[Option]]]
    is_open: bool = False

    @property
    def prefix(self) -> str:
        return f"g{self.at}-"

    @property
    def summary(self) -> str:
        """Who signs what, and when: in one line."""
        seats = in_row(f"{need.label} {need.count}" for need in self.needs if need.label)
        when = [one.label for one in self.after + self.conditions if one.is_on]
        said = [seats or _("还没有选谁签"), self.covers_in_words or _("不覆盖内容"), in_row(when)]
        return " · ".join(filter(None, said))

    @property
    def covers_in_words(self) -> str:
        chosen = [one.label for one in self.covers if one.is_on]
        return _("整个计划的内容") if self.rule.covers_everything else in_row(chosen)


def lines_of(rules: Sequence[Rule], opened: Collection[str] = ()) -> list[GateLine]:
    """`opened` are the keys of gates that are unfolded; one without a name is, too."""
    return [_line(at, rule, rules, opened) for at, rule in enumerate(rules)]


def opened_in(sent: QueryDict, asked: str) -> set[str]:
    """Keys of the gates that were unfolded, and of the one that a step is about."""
    verb, _colon, place = asked.partition(":")
    named = {place} if verb in ("need", "blank") else set()
    count = min(whole(sent.get("count", "")) or 0, MOST_GATES + 1)
    return {
        sent.get(f"g{at}-key", "")
        for at in range(count)
        if sent.get(f"g{at}-open") == "1" or str(at) in named
    }


def rules_in(sent: QueryDict) -> tuple[Rule, ...]:
    """What the form says, as far as it goes; vetting says what is missing."""
    count = min(whole(sent.get("count", "")) or 0, MOST_GATES + 1)
    return tuple(_rule(sent, f"g{at}-") for at in range(count))


def step(rules: Sequence[Rule], asked: str) -> tuple[Rule, ...]:
    """The rules after a small step such as "up:2", "need:0" or "add"; others change nothing."""
    verb, _colon, place = asked.partition(":")
    changed, at = list(rules), whole(place)
    if verb == "add":
        return (*rules, _new(rules))
    if at is None or at >= len(changed):
        return tuple(rules)
    if verb == "remove":
        del changed[at]
    elif verb == "up" and at > 0:
        changed[at - 1 : at + 1] = reversed(changed[at - 1 : at + 1])
    elif verb == "down":
        changed[at : at + 2] = reversed(changed[at : at + 2])
    elif verb == "need":
        changed[at] = replace(changed[at], needs=(*changed[at].needs, Need(())))
    elif verb == "blank":
        changed[at] = _with_blank(changed[at])
    return tuple(changed)


def _line(at: int, rule: Rule, rules: Sequence[Rule], opened: Collection[str]) -> GateLine:
    chosen = {cover.name for cover in rule.covers}
    told = {*rule.opens, *rule.signs, *rule.applies}
    others = [other for other in rules if other.key != rule.key and other.label]
    after = [("earlier_signed", CONDITIONS["earlier_signed"].label)] if rule.phase == REVIEW else []
    after += [(f"{SIGNED_BEFORE}:{one.key}", _after(one)) for one in others]
    conditions = {
        name: word.label
        for name, word in CONDITIONS.items()
        if name != "earlier_signed" and (rule.phase in word.phases or name in told)
    }
    return GateLine(
        at, rule,
        _options(PHASES.items(), {rule.phase}),
        [_need_line(place, need) for place, need in enumerate((rule.needs or (Need(()),))[:MOST_NEEDS])],
        _options([(name, cover_label(name)) for name in covers() if name != EVERYTHING], chosen),
        _options(after, told), _options(conditions.items(), told),
        _options([(key, section(key).label) for key in BARRABLE], set(rule.bars_editors)),
        [(place, blank, _options(KINDS.items(), {blank.kind}))
         for place, blank in enumerate(rule.record[:MOST_BLANKS])],
        rule.key in opened or not rule.label,
    )  # fmt: skip


def _after(rule: Rule) -> str:
    return _("“%(gate)s”签完") % {"gate": rule.title}


def _need_line(place: int, need: Need) -> NeedLine:
    options = _options([(code, part_label(code)) for code in codes()], set(need.codes))
    label = " / ".join(part_label(code) for code in need.codes)
    return NeedLine(place, options, need.count, label)


def _options(pairs: Iterable[tuple[str, Any]], chosen: set[str]) -> list[Option]:
    return [Option(value, str(label), value in chosen) for value, label in pairs]


def _rule(sent: QueryDict, prefix: str) -> Rule:
    def text(name: str) -> str:
        return sent.get(prefix + name, "").strip()

    phase, told = text("phase"), [*sent.getlist(f"{prefix}after"), *sent.getlist(f"{prefix}when")]
    by_field: dict[str, list[str]] = {"opens": [], "signs": [], "applies": []}
    for name in dict.fromkeys(told):
        word = CONDITIONS.get(name)
        by_field[word.field if word else "opens"].append(name)
    return Rule(
        key=text("key"),
        label=text("label"),
        needs=tuple(_needs(sent, prefix)),
        phase=phase,
        covers=tuple(_covers(sent, prefix)),
        record=tuple(_blanks(sent, prefix)),
        bars_editors=tuple(sent.getlist(f"{prefix}bars")),
        is_amended=phase == REVIEW and text("amended") == "1",
        is_statement=phase == CLOSE and text("statement") == "1",
        opens=tuple(by_field["opens"]),
        signs=tuple(by_field["signs"]),
        applies=tuple(by_field["applies"]),
    )


def _needs(sent: QueryDict, prefix: str) -> Iterable[Need]:
    """Lines without a part are lines that the writer has not filled in: left out."""
    for place in range(MOST_NEEDS):
        name = f"{prefix}need{place}"
        chosen = tuple(dict.fromkeys(sent.getlist(name)))
        if chosen:
            yield Need(chosen, whole(sent.get(f"{name}-count", "")) or 0)


def _covers(sent: QueryDict, prefix: str) -> Iterable[Cover]:
    if sent.get(f"{prefix}whole") == "1":
        yield Cover(EVERYTHING)
        return
    for name in sent.getlist(f"{prefix}covers"):
        key, _colon, where = name.partition(":")
        yield Cover(key, where)


def _blanks(sent: QueryDict, prefix: str) -> Iterable[Blank]:
    for place in range(MOST_BLANKS):
        name = f"{prefix}blank{place}-"
        label = sent.get(f"{name}label", "").strip()
        if label:
            kind, most = sent.get(f"{name}kind", ""), whole(sent.get(f"{name}most", ""))
            key = sent.get(f"{name}key", "") or f"blank-{place + 1}"
            yield Blank(key, label, kind, most if kind == "whole" else None)


def _new(rules: Sequence[Rule]) -> Rule:
    return Rule(_free("gate", {rule.key for rule in rules}), "", (Need(()),), REVIEW)


def _with_blank(rule: Rule) -> Rule:
    key = _free("blank", {blank.key for blank in rule.record})
    return replace(rule, record=(*rule.record, Blank(key, "")))


def _free(word: str, taken: set[str]) -> str:
    return next(f"{word}-{n}" for n in range(1, 1000) if f"{word}-{n}" not in taken)
