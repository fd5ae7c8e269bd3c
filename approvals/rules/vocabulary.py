"""What a template may say of a gate: parts, covers, conditions, phases (data, no decisions)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.rules.filters import FILTERS
from approvals.rules.shape import CLOSE, EVERYTHING, RELEASE, REVIEW
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


CONDITIONS: Mapping[str, Word] = {
    "earlier_signed": Word(_("前面的评审关口都签完"), "opens", (REVIEW,)),
    "staging_results": Word(_("预发用例都有结果"), "opens", (REVIEW,)),
    "apps_deployed": Word(_("应用全部发布"), "opens", (RELEASE, CLOSE)),
    "observation_over": Word(_("观察期已过"), "opens", (CLOSE,)),
    "ramps_over": Word(_("灰度走完"), "signs", (RELEASE, CLOSE)),
    "has_sql": Word(_("有数据库变更"), "applies", (REVIEW, RELEASE, CLOSE)),
}


def codes() -> list[str]:
    """Parts that can sign; other members read and comment."""
    parts = [part for part, _label in PARTS if part != "other"]
    return [*parts, "dev_lead", "test_lead"]


def covers() -> list[str]:
    """Names of everything that a gate can cover."""
    keys = [PLAN, NOTES, *(part.key for part in sections())]
    return [EVERYTHING, *keys, *(f"{FILTERED}:{name}" for name in FILTERS)]
