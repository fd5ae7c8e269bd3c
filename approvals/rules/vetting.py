"""Is a set of rules one that a plan can live by? Every no is one sentence (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from approvals.rules.seats import NOBODY
from approvals.rules.shape import ANY, CLOSE, RELEASE, REVIEW, Need, Rule
from approvals.rules.vetting_times import times_problems
from approvals.rules.vocabulary import KINDS, ORDERS, PHASES, SIGNED_BEFORE, codes, covers, word_of
from plans.tables.registry import has_section

MOST_GATES, MOST_SEATS, MOST_BLANKS = 20, 10, 8
LONGEST_TITLE = 40
FEWEST_EYES = 2
"""Of the gate that answers for the whole plan, beside whoever submitted it."""

_ORDER = {REVIEW: 0, RELEASE: 1, CLOSE: 2}
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")

UNREADABLE = Rule(
    "unreadable",
    gettext_noop("审批模板读不出来，请在模板里改好再提交"),
    (Need((NOBODY,)),),
    opens=("never",),
)
"""Stands for rules that nobody can read: it never opens, so nothing is ever approved by it."""


def problems(rules: Sequence[Rule]) -> list[str]:
    """Sentences that say what is wrong; none when the rules are sound."""
    return [*_of_all(rules), *(said for rule in rules for said in _of_one(rule, rules))]


def _of_all(rules: Sequence[Rule]) -> Iterator[str]:
    if len(rules) > MOST_GATES:
        yield _("一个模板最多 %(n)s 个关口。") % {"n": MOST_GATES}
    if len({rule.key for rule in rules}) < len(rules):
        yield _("有两个关口的内部名称相同，请删掉其中一个再加。")
    review = [rule for rule in rules if rule.phase == REVIEW]
    if not review:
        yield _("至少要有一个评审阶段的关口，否则计划不经签字就会通过。")
    elif not any(_answers_for_all(rule) for rule in review):
        yield _(
            "至少要有一个评审关口：覆盖整个计划、变更后重签、不带“什么时候才需要”的条件，"
            "并由至少 %(n)s 个人签；否则通过之后的改动没有人把关。"
        ) % {"n": FEWEST_EYES}
    if circle := _circle(rules):
        yield _("这些关口互相等待，永远不会开启：%(gates)s。") % {
            "gates": " → ".join(rule.title for rule in circle)
        }


def _answers_for_all(rule: Rule) -> bool:
    whole = rule.covers_everything and rule.is_amended and not rule.applies
    return whole and _eyes(rule) >= FEWEST_EYES


def _eyes(rule: Rule) -> int:
    """How many people sign at least: of everybody there may be but one."""
    if rule.order == ANY:
        return min(len(rule.needs), 1)
    return sum(1 if need.everybody else need.count for need in rule.needs)


def _of_one(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    gate = {"gate": rule.title}
    if not _KEY.fullmatch(rule.key) or not rule.label.strip() or len(rule.label) > LONGEST_TITLE:
        yield _("每个关口要有名称，最多 %(n)s 个字。") % {"n": LONGEST_TITLE}
    if rule.phase not in PHASES:
        yield _("“%(gate)s”没有选阶段。") % gate
        return
    yield from (said % gate for said in _of_seats(rule))
    yield from (said % gate for said in _of_covers(rule))
    yield from _of_conditions(rule, rules)
    yield from (said % gate for said in times_problems(rule))
    if rule.is_statement and rule.phase != CLOSE:
        yield _("“%(gate)s”：只有收尾的关口可以是声明，其他关口都要排除提交人。") % gate
    if not all(_is_blank(rule, place) for place in range(len(rule.record))):
        yield _("“%(gate)s”的记录项要有名称和类型，上限只能用于整数，最多 8 项。") % gate


def _of_seats(rule: Rule) -> Iterator[str]:
    known = set(codes())
    counts = [need.count for need in rule.needs]
    if not counts or not all(need.codes for need in rule.needs):
        yield _("“%(gate)s”没有人能签：请选谁来签。")
    elif not all(set(need.codes) <= known for need in rule.needs):
        yield _("“%(gate)s”要的角色不存在，没有人能签。")
    elif rule.order not in ORDERS:
        yield _("“%(gate)s”没有选签法：会签、或签或依次。")
    elif not all(type(need.everybody) is bool for need in rule.needs):
        yield _("“%(gate)s”的“每个人都签”只能是选或不选。")
    elif not all(type(count) is int and count > 0 for count in counts) or sum(counts) > MOST_SEATS:
        yield _("“%(gate)s”的签字人数要在 1 到 10 之间。")


def _of_covers(rule: Rule) -> Iterator[str]:
    if not {cover.name for cover in rule.covers} <= set(covers()):
        yield _("“%(gate)s”覆盖的清单不存在，请重新选。")
    if not rule.covers and not rule.is_statement:
        yield _("“%(gate)s”没有选签的是什么：不覆盖内容的签字不会因改动失效。")
    if not all(has_section(key) for key in rule.bars_editors):
        yield _("“%(gate)s”排除编辑人的清单不存在，请重新选。")


def _of_conditions(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    gates = {other.key: other for other in rules}
    for field in ("opens", "signs", "applies"):
        for text in getattr(rule, field):
            name, _colon, key = text.partition(":")
            words = {"gate": rule.title, "name": text}
            if name == SIGNED_BEFORE and field == "opens":
                other = gates.get(key)
                if other is None:
                    yield _("“%(gate)s”等的关口已经不在了，请重新选。") % words
                elif _ORDER.get(other.phase, 9) > _ORDER[rule.phase]:
                    yield _("“%(gate)s”等的是后面阶段的“%(other)s”，永远不会开启。") % {
                        "gate": rule.title, "other": other.title,
                    }  # fmt: skip
            elif (word := word_of(text)) is None or word.field != field:
                yield _("“%(gate)s”的条件“%(name)s”不存在。") % words
            elif rule.phase not in word.phases:
                yield _("“%(gate)s”的条件“%(label)s”在它的阶段里不会成立。") % {
                    "gate": rule.title, "label": word.label,
                }  # fmt: skip


def _is_blank(rule: Rule, place: int) -> bool:
    blank = rule.record[place]
    bound = blank.most is None or (type(blank.most) is int and 0 <= blank.most <= 10_000)
    fits = blank.most is None or blank.kind == "whole"
    named = bool(_KEY.fullmatch(blank.key)) and 0 < len(blank.label.strip()) <= LONGEST_TITLE
    once = [one.key for one in rule.record].count(blank.key) == 1
    return named and once and bound and fits and blank.kind in KINDS and place < MOST_BLANKS


def _circle(rules: Sequence[Rule]) -> list[Rule]:
    """Gates that wait for each other, the first repeated at the end; none when all can open."""
    known = {rule.key: rule for rule in rules}
    done: set[str] = set()
    for rule in rules:
        if found := _walk(rule, rules, known, done, []):
            return found
    return []


def _walk(
    rule: Rule, rules: Sequence[Rule], known: dict[str, Rule], done: set[str], path: list[Rule]
) -> list[Rule]:
    if rule in path:
        return [*path[path.index(rule) :], rule]
    if rule.key in done:
        return []
    for other in _awaited(rule, rules, known):
        if found := _walk(other, rules, known, done, [*path, rule]):
            return found
    done.add(rule.key)
    return []


def _awaited(rule: Rule, rules: Sequence[Rule], known: dict[str, Rule]) -> Iterable[Rule]:
    for text in rule.opens:
        name, _colon, key = text.partition(":")
        if name == SIGNED_BEFORE and key in known:
            yield known[key]
        elif name == "earlier_signed":
            yield from (one for one in rules[: rules.index(rule)] if one.phase == REVIEW)
