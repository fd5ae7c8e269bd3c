"""What an override must be for each of its steps; each refusal says what to do."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from calendars.models import Freeze
from ground.errors import Invalid, Stale, WrongState
from ground.words import in_row
from plans import states
from plans.actions.lifecycle import require
from plans.models import Override, Plan
from plans.overrides import LONGEST, SHORTEST

MOST_LETTERS = 5_000


def explain(reason: str) -> None:
    require(reason)
    if len(reason) > MOST_LETTERS or "\x00" in reason:
        said = _("原因最多五千字。")
        raise Invalid(said, fields={"reason": [said]})


def measure(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        said = _("时长要在 %(least)s 到 %(most)s 分钟之间。") % {"least": SHORTEST, "most": LONGEST}
        raise Invalid(said, fields={"minutes": [said]})


def require_under_way(plan: Plan) -> None:
    if plan.status not in states.UNDER_WAY:
        raise WrongState(
            _("计划现在是“%(state)s”，发布或灰度进行中才能紧急放行。")
            % {"state": plan.get_status_display()}
        )


def require_seen(lifted: Sequence[Freeze], seen: Collection[int]) -> None:
    if new := [freeze.reason for freeze in lifted if freeze.pk not in seen]:
        raise Stale(
            _("刚多了一个会被放开的封网：%(names)s。请看过之后再决定。") % {"names": in_row(new)}
        )


def require_asked(override: Override, moment: datetime) -> None:
    if override.state != Override.ASKED or override.is_over(moment):
        raise WrongState(_("这个申请已经不等确认了（%(state)s）。") % state_of(override, moment))


def state_of(override: Override, moment: datetime) -> dict[str, str]:
    is_lapsed = override.state in Override.LIVE and override.is_over(moment)
    names = dict(Override.STATES)
    return {"state": str(names[Override.LAPSED if is_lapsed else override.state])}
