"""Plans that get into each other's way, and plans inside a freeze (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from calendars.models import Freeze
from plans.models import Plan


@dataclass(frozen=True)
class Conflict:
    """Two plans that change the same applications at the same time."""

    first: Plan
    second: Plan
    apps: Sequence[str]


@dataclass(frozen=True)
class Frozen:
    """A plan whose window meets a freeze that covers it."""

    plan: Plan
    freeze: Freeze


def conflicts(plans: Sequence[Plan], apps: Mapping[int, set[str]]) -> list[Conflict]:
    """Open plans with overlapping windows that share applications; `apps` by plan id."""
    open_plans = [
        plan for plan in plans if plan.window_start and plan.window_end and not plan.is_finished
    ]
    return [
        Conflict(one, other, sorted(shared))
        for one, other in combinations(open_plans, 2)
        if one.window_start < other.window_end and other.window_start < one.window_end
        and (shared := apps.get(one.pk, set()) & apps.get(other.pk, set()))
    ]  # fmt: skip


def frozen(
    plans: Iterable[Plan], freezes: Sequence[Freeze], apps: Mapping[int, set[str]]
) -> list[Frozen]:
    """Open plans whose window overlaps a freeze of all or of one of their applications."""
    return [
        Frozen(plan, freeze)
        for plan in plans
        for freeze in freezes
        if not plan.is_finished and plan.window_start and plan.window_end
        and plan.window_start < freeze.end and freeze.start < plan.window_end
        and freeze.covers(apps.get(plan.pk, set()))
    ]  # fmt: skip
