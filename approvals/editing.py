"""The gate editor: what its form says as rules, and its small steps."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.http import QueryDict

from approvals.gate_lines import MOST_NEEDS
from approvals.rules.norm import TESTED
from approvals.rules.shape import CLOSE, EVERYTHING, REVIEW, Blank, Cover, Need, Rule
from approvals.rules.vetting import MOST_BLANKS, MOST_GATES
from approvals.rules.vetting_times import MOST_STEPS
from approvals.rules.vocabulary import CHECKLIST, word_of
from ground.numbers import whole

UNREADABLE = -1
"""Stands for a number that is none, so that vetting refuses it instead of its being lost."""


def opened_in(sent: QueryDict, asked: str) -> set[str]:
    """Keys of the gates that were unfolded, and of the one that a step is about."""
    verb, _colon, place = asked.partition(":")
    named = {place} if verb in _INSIDE else set()
    return {
        sent.get(f"g{at}-key", "")
        for at in range(_count(sent))
        if sent.get(f"g{at}-open") == "1" or str(at) in named
    }


def rules_in(sent: QueryDict) -> tuple[Rule, ...]:
    """What the form says, as far as it goes; vetting says what is missing."""
    return tuple(_rule(sent, f"g{at}-") for at in range(_count(sent)))


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
    elif verb in _INSIDE:
        changed[at] = _INSIDE[verb](changed[at])
    return tuple(changed)


def _count(sent: QueryDict) -> int:
    return min(whole(sent.get("count", "")) or 0, MOST_GATES + 1)


def _rule(sent: QueryDict, prefix: str) -> Rule:
    def text(name: str) -> str:
        return sent.get(prefix + name, "").strip()

    phase, by_field = text("phase"), _conditions(sent, prefix)
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
        order=text("order"),
        due_after=_hours(text("due_after")),
        due_before=_hours(text("due_before")),
        escalates=tuple(filter(None, (text(f"escalate{at}") for at in range(MOST_STEPS)))),
        patience=_patience(text("patience")),
        tells=tuple(sent.getlist(f"{prefix}tells")),
    )


def _conditions(sent: QueryDict, prefix: str) -> dict[str, list[str]]:
    """{field of a rule: conditions}; what nobody knows is kept for vetting to name."""
    told = [*sent.getlist(f"{prefix}after"), *sent.getlist(f"{prefix}when")]
    if group := sent.get(f"{prefix}group", "").strip():
        told.append(f"{CHECKLIST}:{group}")
    found: dict[str, list[str]] = {"opens": [], "signs": [], "applies": []}
    for name in dict.fromkeys(told):
        word = word_of(name)
        found[word.field if word else "opens"].append(name)
    return found


def _hours(text: str) -> int | None:
    number = whole(text)
    return UNREADABLE if text and number is None else number


def _patience(text: str) -> int:
    hours = _hours(text)
    return Rule.patience if hours is None else hours


def _needs(sent: QueryDict, prefix: str) -> Iterable[Need]:
    """Lines without a part are lines that the writer has not filled in: left out."""
    for place in range(MOST_NEEDS):
        name = f"{prefix}need{place}"
        chosen = tuple(dict.fromkeys(sent.getlist(name)))
        is_all = sent.get(f"{name}-everybody") == "1"
        if chosen:
            count = whole(sent.get(f"{name}-count", "")) or (1 if is_all else 0)
            yield Need(chosen, count, is_all)


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


def _with_need(rule: Rule) -> Rule:
    return replace(rule, needs=(*rule.needs, Need(())))


def _with_blank(rule: Rule) -> Rule:
    key = _free("blank", {blank.key for blank in rule.record})
    return replace(rule, record=(*rule.record, Blank(key, "")))


def _with_bugs(rule: Rule) -> Rule:
    """With the open bugs by level that testers write down: none of A and B may be left."""
    kept = {blank.key for blank in rule.record}
    return replace(
        rule, record=(*rule.record, *(one for one in TESTED.record if one.key not in kept))
    )


_INSIDE = {"need": _with_need, "blank": _with_blank, "bugs": _with_bugs}
"""Steps that are about the inside of a gate, which stays unfolded."""


def _free(word: str, taken: set[str]) -> str:
    return next(f"{word}-{n}" for n in range(1, 1000) if f"{word}-{n}" not in taken)
