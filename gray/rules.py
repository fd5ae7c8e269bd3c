"""The rules by which one ramp looks at metrics, from the plan's rows (pure).

Rows of 关键指标 with a query, changed by 门禁与护栏, and conditions of 回滚触发条件 that name
such a metric. What cannot be measured is named too: people judge it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from gray.gauges.selectors import fill
from gray.judging import Policy, Role, Rule
from gray.limits import limit_for, limit_of
from gray.view import Breach
from ground.words import in_row
from plans.bands import condition, plain_name

ACTIONS = {"停住": Breach.HOLD, "回退": Breach.BACK, "关闭": Breach.OFF}
KINDS = {"必须": Breach.OFF, "考虑": Breach.HOLD}
"""What a rollback condition does: one that must be followed lets nobody in."""
USUAL_FAILURES = {Role.GOAL: 1, Role.GATE: 1, Role.GUARD: 3}
MOST_FAILURES = 20
PLACEHOLDERS = ("application", "environment", "flag", "percent")
"""What a query may say in double braces; the ramp fills it in."""


@dataclass(frozen=True)
class Tables:
    """The plan's rows; objects with the columns of their sections."""

    metrics: Sequence[Any]
    guards: Sequence[Any] = field(default=())
    triggers: Sequence[Any] = field(default=())


@dataclass(frozen=True)
class Rules:
    """What is measured, and what is left to people: (name, why)."""

    measured: tuple[Rule, ...] = ()
    by_hand: tuple[tuple[str, str], ...] = ()


def rules_of(tables: Tables, ramp: str, words: Mapping[str, str]) -> Rules:
    """The rules of the ramp of that name; `words` fill the placeholders of queries."""
    guards = {row.metric.strip().casefold(): row for row in _guards(tables.guards, ramp)}
    asked = [row for row in tables.metrics if row.query.strip()]
    roles = _roles(asked)
    measured = [_metric(row, guards.get(_key(row)), roles[_key(row)], words) for row in asked]
    found, by_hand = _conditions(tables.triggers, asked, guards, words)
    unasked = [
        (row.name, _("没有查询"))
        for row in tables.metrics
        if not row.query.strip() and row.name.strip()
    ]
    return Rules((*measured, *found), (*unasked, *by_hand))


def _guards(rows: Iterable[Any], ramp: str) -> list[Any]:
    """Those for every ramp first, so that the ramp's own have the last word."""
    name = ramp.strip().casefold()
    mine = [row for row in rows if row.ramp.strip().casefold() in ("", name)]
    return sorted(mine, key=lambda row: bool(row.ramp.strip()))


def _key(row: Any) -> str:
    return str(row.name.strip().casefold())


def _role(row: Any) -> Role:
    return Role(row.purpose) if row.purpose in set(Role) else Role.GOAL


def _roles(rows: Iterable[Any]) -> dict[str, Role]:
    """Of several rows of one name, the hardest: it is the one whose guard acts."""
    order, found = list(Role), dict[str, Role]()
    for row in rows:
        role = _role(row)
        found[_key(row)] = max(role, found.get(_key(row), role), key=order.index)
    return found


def _metric(row: Any, guard: Any, hardest: Role, words: Mapping[str, str]) -> Rule:
    """A target that has a guard, and no gate or rollback line beside it, is a gate."""
    role = _role(row)
    if role is Role.GOAL and guard is not None and hardest is Role.GOAL:
        role = hardest = Role.GATE
    rule = Rule(
        metric=row.pk,
        name=row.name.strip()[:200],
        role=role,
        query=row.query.strip(),
        limit=limit_of(row.operator, row.threshold, row.unit, row.query),
        failures=USUAL_FAILURES[role],
        action=Breach.BACK if role is Role.GUARD else None,
    )
    guarded = _guarded(rule, guard)
    if role is not hardest:
        guarded = replace(guarded, failures=rule.failures, action=rule.action)
    return _filled(guarded, words)


def _guarded(rule: Rule, guard: Any) -> Rule:
    """The rule as its row of 门禁与护栏 changes it."""
    if guard is None:
        return rule
    failures = guard.failures or rule.failures
    return replace(
        rule,
        failures=min(max(1, failures), MOST_FAILURES),
        action=ACTIONS.get(guard.action, rule.action),
        minimum=float(guard.minimum) if guard.minimum is not None else None,
        samples=guard.samples.strip(),
        no_data=Policy(guard.no_data or Policy.WAIT.value),
        unsure=Policy(guard.unsure or Policy.WAIT.value),
        shadow=bool(guard.shadow),
    )


def _conditions(
    triggers: Iterable[Any],
    asked: Sequence[Any],
    guards: Mapping[str, Any],
    words: Mapping[str, str],
) -> tuple[list[Rule], list[tuple[str, str]]]:
    """(rules, what people judge) of the conditions upon which the plan is rolled back."""
    found, by_hand = [], []
    known = {plain_name(row.name): row for row in reversed(asked)}
    for row in triggers:
        text = " ".join(row.condition.split())
        meant = condition(text)
        metric = known.get(plain_name(meant[0])) if meant else None
        if metric is None or meant is None:
            by_hand.append((text, _unmeasured(meant is not None)))
            continue
        rule = Rule(
            metric=metric.pk,
            name=text[:200],
            role=Role.GUARD,
            query=metric.query.strip(),
            limit=limit_for(meant[1], metric.query),
            failures=USUAL_FAILURES[Role.GUARD],
        )
        guard = guards.get(_key(metric))
        action = KINDS.get(row.kind, Breach.HOLD)
        found.append(_filled(replace(_guarded(rule, guard), action=action), words))
    return found, by_hand


def _unmeasured(is_understood: bool) -> str:
    return _("没有同名且带查询的指标") if is_understood else _("不是“指标 比较 数值”的样子")


def _filled(rule: Rule, words: Mapping[str, str]) -> Rule:
    """With the ramp's own words in its queries."""
    if rule.minimum is not None and not rule.samples:
        return replace(rule, wrong=_("写了最少样本，却没有写样本数查询。"))
    try:
        return replace(rule, query=fill(rule.query, words), samples=fill(rule.samples, words))
    except KeyError as error:
        said = _("查询里的 {{%(name)s}} 不认识，可用的是 %(known)s。")
        known = in_row(_placeholders(words))
        return replace(rule, wrong=said % {"name": error.args[0], "known": known})


def _placeholders(words: Mapping[str, str]) -> Iterator[str]:
    return (f"{{{{{name}}}}}" for name in words)
