"""Kinds of messages as people think of them: what one can wish for, and what a robot hears."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """Some kinds of messages; a name that ends with a dot stands for all that begin so.

    `is_fixed`: nobody can wish these away, because somebody waits for the answer.
    """

    key: str
    label: Any
    hint: Any
    kinds: tuple[str, ...]
    is_fixed: bool = False


GROUPS = (
    Group(
        "asked",
        _("等我签字"),
        _("关口开启、重新开启、有人催签。有人在等，所以总是立即发送。"),
        (
            "gate.opened",
            "gate.reopened",
            "gate.reminded",
            "gate.due_soon",
            "gate.waiver_asked",
            "delegation.",
            "plan.amendment_by_progress",
        ),
        is_fixed=True,
    ),
    Group("gates", _("关口结果"), _("签了、拒绝了、签字失效、超时。"), ("gate.", "stage.")),
    Group(
        "comments",
        _("评论与提到我"),
        _("有人评论、回复或提到我。"),
        ("comment.", "thread.", "gate.mentioned"),
    ),
    Group(
        "plans",
        _("计划与窗口"),
        _("计划状态变化、发布窗口临近、灰度进展。"),
        ("plan.", "window.", "ramp."),
    ),
)
OTHER = GROUPS[-1]
"""Where kinds belong that no group names."""


def group_of(kind: str) -> Group:
    """The group that names `kind`, or its longest beginning."""
    found = ((len(name), group) for group in GROUPS for name in group.kinds if _covers(name, kind))
    return max(found, key=lambda one: one[0], default=(0, OTHER))[1]


def _covers(name: str, kind: str) -> bool:
    return kind.startswith(name) if name.endswith(".") else kind == name
