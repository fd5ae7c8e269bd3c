"""The gates of a template as lines of a form: every choice there is, and which one is on."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.due_words import due_in_words
from approvals.rules.seats import part_label
from approvals.rules.shape import ALL, EVERYTHING, REVIEW, Blank, Need, Rule
from approvals.rules.vetting import MOST_BLANKS
from approvals.rules.vetting_times import MOST_STEPS
from approvals.rules.vocabulary import (
    CHECKLIST,
    CONDITIONS,
    KINDS,
    ORDERS,
    PHASES,
    SIGNED_BEFORE,
    codes,
    condition_label,
    covers,
    listeners,
)
from approvals.words import cover_label
from ground.words import in_brackets, in_row
from plans.tables.registry import section

MOST_NEEDS = 6
BARRABLE = ("sql_changes", "configs", "switches", "apps")
"""Sections whose last editors a template may bar."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_on: bool
    hint: str = ""


@dataclass(frozen=True)
class NeedLine:
    at: int
    codes: list[Option]
    need: Need
    label: str

    @property
    def seats(self) -> str:
        """What it takes of these parts, for the summary; empty while nobody is chosen."""
        if not self.label:
            return ""
        how_many = _("每个人") if self.need.everybody else self.need.count
        return f"{self.label} {how_many}"


@dataclass(frozen=True)
class GateLine:
    """One gate of the form; `at` counts from 0 and names its inputs.

    `steps` are the places of its line of escalation, each with every part to choose from.
    """

    at: int
    rule: Rule
    phases: list[Option]
    orders: list[Option]
    needs: list[NeedLine]
    covers: list[Option]
    after: list[Option]
    conditions: list[Option]
    bars: list[Option]
    blanks: list[tuple[int, Blank, list[Option]]]
    steps: list[tuple[int, list[Option]]]
    tells: list[Option]
    is_open: bool = False

    @property
    def prefix(self) -> str:
        return f"g{self.at}-"

    @property
    def summary(self) -> str:
        """Who signs what, when and by when: in one line."""
        when = [one.label for one in self.after + self.conditions if one.is_on]
        said = [
            self.seats_in_words,
            self.covers_in_words or _("不覆盖内容"),
            in_row(when),
            due_in_words(self.rule),
        ]
        return " · ".join(filter(None, said))

    @property
    def seats_in_words(self) -> str:
        seats = in_row(filter(None, (need.seats for need in self.needs)))
        if not seats:
            return _("还没有选谁签")
        order = next((one.label for one in self.orders if one.is_on), "")
        return seats if self.rule.order == ALL else in_brackets(seats, order)

    @property
    def covers_in_words(self) -> str:
        chosen = [one.label for one in self.covers if one.is_on]
        return _("整个计划的内容") if self.rule.covers_everything else in_row(chosen)

    @property
    def has_more_steps(self) -> bool:
        return len(self.steps) < MOST_STEPS


def lines_of(
    rules: Sequence[Rule], opened: Collection[str] = (), groups: Iterable[str] = ()
) -> list[GateLine]:
    """`opened` are the keys of gates that are unfolded; one without a name is, too.

    `groups` are groups of a checklist that a condition may name.
    """
    known = list(groups)
    return [_line(at, rule, rules, opened, known) for at, rule in enumerate(rules)]


def _line(
    at: int, rule: Rule, rules: Sequence[Rule], opened: Collection[str], groups: list[str]
) -> GateLine:
    told = {*rule.opens, *rule.signs, *rule.applies}
    chosen = {cover.name for cover in rule.covers}
    needs = (rule.needs or (Need(()),))[:MOST_NEEDS]
    return GateLine(
        at=at,
        rule=rule,
        phases=_options(PHASES.items(), {rule.phase}),
        orders=[
            Option(order, str(label), order == rule.order, str(hint))
            for order, (label, hint) in ORDERS.items()
        ],
        needs=[_need_line(place, need) for place, need in enumerate(needs)],
        covers=_options(_named(covers(), cover_label, but=EVERYTHING), chosen),
        after=_options(_awaited(rule, rules), told),
        conditions=_options(_named(_conditions(rule, groups), condition_label), told),
        bars=_options([(key, section(key).label) for key in BARRABLE], set(rule.bars_editors)),
        blanks=[
            (place, blank, _options(KINDS.items(), {blank.kind}))
            for place, blank in enumerate(rule.record[:MOST_BLANKS])
        ],
        steps=[
            (place, _options(_named(listeners(), part_label), {part}))
            for place, part in enumerate((*rule.escalates, "")[:MOST_STEPS])
        ],
        tells=_options(_named(listeners(), part_label), set(rule.tells)),
        is_open=rule.key in opened or not rule.label,
    )


def _awaited(rule: Rule, rules: Sequence[Rule]) -> list[tuple[str, Any]]:
    """What the gate can be opened after: other gates, each by its name."""
    first = [("earlier_signed", CONDITIONS["earlier_signed"].label)] if rule.phase == REVIEW else []
    others = [other for other in rules if other.key != rule.key and other.label]
    words = [
        (f"{SIGNED_BEFORE}:{one.key}", _("“%(gate)s”签完") % {"gate": one.title}) for one in others
    ]
    return [*first, *words]


def _conditions(rule: Rule, groups: list[str]) -> list[str]:
    """Those that fit its phase, those it has already, and one for each group of a checklist."""
    told = [*rule.opens, *rule.signs, *rule.applies]
    fit = [name for name, word in CONDITIONS.items() if rule.phase in word.phases or name in told]
    named = [text for text in told if text.startswith(f"{CHECKLIST}:")]
    by_group = dict.fromkeys([*named, *(f"{CHECKLIST}:{group}" for group in groups)])
    found = [*fit, *by_group]
    return [name for name in found if name != "earlier_signed"]


def _need_line(place: int, need: Need) -> NeedLine:
    label = " / ".join(part_label(code) for code in need.codes)
    return NeedLine(place, _options(_named(codes(), part_label), set(need.codes)), need, label)


def _named(names: Iterable[str], label: Any, but: str = "") -> list[tuple[str, Any]]:
    return [(name, label(name)) for name in names if name != but]


def _options(pairs: Iterable[tuple[str, Any]], chosen: set[str]) -> list[Option]:
    return [Option(value, str(label), value in chosen) for value, label in pairs]
