"""What a template may say of a gate: parts, covers, conditions, phases (data, no decisions)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.rules.filters import FILTERS
from approvals.rules.shape import ALL, ANY, CLOSE, EVERYTHING, RELEASE, REVIEW, TURN
from plans.document import NOTES, PLAN
from plans.parts import PARTS
from plans.tables.registry import sections

PHASES: Mapping[str, Any] = {
    REVIEW: _("评审（开始发布之前）"),
    RELEASE: _("线上（发布之后）"),
    CLOSE: _("收尾"),
}
KINDS: Mapping[str, Any] = {"prose": _("文字"), "whole": _("整数")}
FILTERED = "cases"
"""The section that the filters narrow."""

SIGNED_BEFORE = "signed"


@dataclass(frozen=True)
class Word:
    """A condition that a template may use: in which field of a rule, in which phases."""

    label: Any
    field: str
    phases: tuple[str, ...]


ALWAYS, LATER = (REVIEW, RELEASE, CLOSE), (RELEASE, CLOSE)
CHECKLIST = "checklist"
"""Takes the name of a group after a colon; without one it means the whole list."""

CONDITIONS: Mapping[str, Word] = {
    "earlier_signed": Word(_("前面的评审关口都签完"), "opens", (REVIEW,)),
    "staging_results": Word(_("预发用例都有结果"), "opens", (REVIEW,)),
    "cases_passed:staging": Word(_("预发用例全部通过"), "opens", ALWAYS),
    "check_clean": Word(_("体检没有错误，提醒都已确认"), "opens", ALWAYS),
    CHECKLIST: Word(_("检查清单全部完成并有凭据"), "opens", ALWAYS),
    "apps_deployed": Word(_("应用全部发布"), "opens", LATER),
    "apps_verified": Word(_("应用全部验证通过"), "opens", LATER),
    "cases_passed:production": Word(_("生产用例全部通过"), "opens", LATER),
    "observation_over": Word(_("观察期已过"), "opens", (CLOSE,)),
    "ramps_over": Word(_("灰度走完"), "signs", LATER),
    "metrics_passing": Word(_("目标和门禁指标都达标"), "signs", LATER),
    "has_sql": Word(_("有数据库变更"), "applies", ALWAYS),
}
LONGEST_ARGUMENT = 180

ORDERS: Mapping[str, tuple[Any, Any]] = {
    ALL: (_("会签"), _("每一席都要签，不分先后")),
    ANY: (_("或签"), _("任何一个能签的人签了就够")),
    TURN: (_("依次"), _("按上面的顺序一席一席签，轮到谁才能签")),
}
"""{order: (what it is called, what it means)}."""


def word_of(text: str) -> Word | None:
    """The condition that the text names, with its argument; None for what is none."""
    name, colon, argument = text.partition(":")
    if name != CHECKLIST or not colon:
        return CONDITIONS.get(text)
    is_group = argument == argument.strip() and 0 < len(argument) <= LONGEST_ARGUMENT
    return CONDITIONS[CHECKLIST] if is_group else None


def condition_label(text: str) -> str:
    """What a condition asks, as people say it; the name itself for an unknown one."""
    _name, _colon, argument = text.partition(":")
    if argument and text not in CONDITIONS and word_of(text):
        return gettext("检查清单“%(group)s”全部完成并有凭据") % {"group": argument}
    word = word_of(text)
    return str(word.label) if word else text


def codes() -> list[str]:
    """Parts that can sign; other members read and comment."""
    parts = [part for part, _label in PARTS if part != "other"]
    return [*parts, "dev_lead", "test_lead"]


def listeners() -> list[str]:
    """Parts that can be told of something: everybody with one."""
    return [*codes(), "other"]


def covers() -> list[str]:
    """Names of everything that a gate can cover."""
    keys = [PLAN, NOTES, *(part.key for part in sections())]
    return [EVERYTHING, *keys, *(f"{FILTERED}:{name}" for name in FILTERS)]
