"""What can be done with the whole plan on its release day."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from desk.board.facts import Facts
from ground.policies import can
from plans import states


@dataclass(frozen=True)
class Verb:
    """A step of the life of a plan: from which states, and what the sheet asks.

    `reason` is "required", "optional" or "" (one tap).
    """

    name: str
    label: Any
    sources: frozenset[str]
    tone: str = ""
    reason: str = ""
    text: Any = ""

    @property
    def title(self) -> str:
        """The heading of its sheet."""
        return str(self.label).rstrip("…")


VERBS = (
    Verb("start", _("开始发布"), frozenset({states.APPROVED}), "pri"),
    Verb("resume", _("继续"), frozenset({states.PAUSED}), "pri"),
    Verb(
        "pause", _("暂停…"), states.UNDER_WAY, reason="optional",
        text=_("暂停后不能开始新的应用，所有灰度停止推进；已放出的流量不变。"),
    ),
    Verb(
        "rollback", _("整体回滚…"), frozenset({*states.UNDER_WAY, states.PAUSED}), "danger",
        reason="required", text=_("先关闭全部灰度流量，再按下面的顺序逐个回滚应用。"),
    ),
)  # fmt: skip


def verbs(facts: Facts) -> list[Verb]:
    """What this reader may do with the plan as it stands."""
    if not can(facts.user, "plan.drive", facts.plan):
        return []
    return [verb for verb in VERBS if facts.plan.status in verb.sources]


def find_verb(name: str) -> Verb | None:
    return next((verb for verb in VERBS if verb.name == name), None)
