"""Which template a plan follows, and the gate that a waiting stage gets."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from approvals.rules.norm import NORM
from approvals.rules.shape import STAGE, Cover, Need, Rule, Template
from approvals.rules.urgent import URGENT

TEMPLATES: Mapping[str, Template] = {"常规": NORM, "重大": NORM, "紧急": URGENT}
STAGE_WANTS = {"test": 1, "ops": 1}
STAGE_COVERS = ("stages", "switches", "metrics", "guards", "triggers", "ramps")


def template_of(kind: str) -> Template:
    """The template of a kind of plan; an unknown kind gets the full one."""
    return TEMPLATES.get(kind, NORM)


def stage_rule(subject: str, title: str, wants: Mapping[str, int]) -> Rule:
    """The gate before a stage: {part: how many} must sign; a tester and ops when none are named."""
    asked = {part: count for part, count in wants.items() if count > 0} or STAGE_WANTS
    return Rule(
        key=subject,
        label=title or _("灰度阶段"),
        needs=tuple(Need((part,), count) for part, count in asked.items()),
        phase=STAGE,
        covers=tuple(Cover(key) for key in STAGE_COVERS),
        opens=("asked",),
    )
