"""Shares and stages as events and moves keep them."""

from django.utils.translation import gettext as _

from gray.bucket import percent_of
from gray.sections.stage import Stage


def percent(share: int) -> str:
    """As events keep it: the same in every language."""
    return f"{percent_of(share)}%"


def title_of(stage: Stage) -> str:
    """What a stage is called: its audience, or its percentage."""
    percent = Stage.section.column("percent").display(stage.percent)
    machines = _("%(n)d 台机器") % {"n": stage.machines} if stage.machines else ""
    parts = [f"{percent}%" if percent else "", machines, stage.audience.strip()]
    return " · ".join(part for part in parts if part)[:200]
