"""Are a gate's times and its line of escalation sound? Every no is one sentence (pure)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.rules.shape import REVIEW, Rule
from approvals.rules.vocabulary import listeners

LONGEST_HOURS = 720
LONGEST_PATIENCE = 168
MOST_STEPS = 6


def times_problems(rule: Rule) -> Iterator[str]:
    """Sentences with a place for %(gate)s."""
    if not all(_is_time(hours, LONGEST_HOURS) for hours in (rule.due_after, rule.due_before)):
        yield _("“%(gate)s”的时限要在 1 到 720 小时之间。")
    elif rule.due_before is not None and rule.phase != REVIEW:
        yield _("“%(gate)s”在发布之后才签，时限不能算在发布窗口之前。")
    if not _is_time(rule.patience, LONGEST_PATIENCE) or rule.patience is None:
        yield _("“%(gate)s”的升级间隔要在 1 到 168 小时之间。")
    if rule.escalates and rule.due_after is None and rule.due_before is None:
        yield _("“%(gate)s”没有时限，所以不会升级：请填时限，或去掉升级的角色。")
    if not _are_parts(rule.escalates, listeners()) or len(rule.escalates) > MOST_STEPS:
        yield _("“%(gate)s”的升级路线要是不重复的角色，最多 6 级。")
    if not _are_parts(rule.tells, listeners()):
        yield _("“%(gate)s”要告知的角色不存在，请重新选。")


def _is_time(hours: int | None, most: int) -> bool:
    return hours is None or (type(hours) is int and 1 <= hours <= most)


def _are_parts(chosen: tuple[str, ...], known: list[str]) -> bool:
    return set(chosen) <= set(known) and len(set(chosen)) == len(chosen)
