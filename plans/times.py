"""When this plan may change production: release window, change windows, freezes, overrides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from applications.resolving import every_name
from calendars.models import Freeze, every_freeze, installation_windows
from calendars.spans import (
    Closed,
    Span,
    Weekly,
    Window,
    freeze_at,
    in_window,
    lifted,
    next_opening,
)
from ground.verdict import ALLOWED, Verdict, denied
from plans.contribute import gather
from plans.models import Plan
from plans.overrides import Override, in_force
from plans.tables.registry import section


@dataclass(frozen=True)
class Times:
    """The change windows and freezes that bind a plan.

    `openings` are emergency overrides; windows and freezes have them in already.
    """

    windows: Sequence[Window]
    freezes: Sequence[Closed]
    zone: ZoneInfo
    openings: Sequence[Span] = field(default=())


def times_of(plan: Plan, now: datetime) -> Times:
    """The plan's own windows, else the installation's; freezes whose scope covers it.

    An override that is in force at `now` opens both until it ends.
    """
    rows = section("windows").listed(plan)
    own = [Weekly(row.start, row.end, frozenset(row.days)) for row in rows if row.start and row.end]
    windows, overrides = own or installation_windows(), in_force(plan, now)
    openings = [one.span for one in overrides]
    freezes = [part for one in freezes_of(plan) for part in _left_of(one, overrides)]
    return Times([*windows, *openings] if windows else [], freezes, plan.zone, openings)


def _left_of(freeze: Freeze, overrides: Sequence[Override]) -> list[Closed]:
    """A freeze as far as no override lifts it; one that came later is lifted by none."""
    lifting = [one.span for one in overrides if freeze.pk in one.freezes]
    return lifted(freeze.as_closed(), lifting)


def freezes_of(plan: Plan) -> list[Freeze]:
    """Those whose scope covers an application that the plan deploys or a wing changes."""
    freezes = every_freeze()
    if not any(freeze.apps for freeze in freezes):
        return freezes
    deployed = [row.app for row in section("apps").listed(plan)]
    return _covering([*deployed, *gather("applications", plan)])


def freezes_for(apps: Collection[str]) -> list[Closed]:
    """The freezes that bind a release of `apps`, under whatever names these are known."""
    return [freeze.as_closed() for freeze in _covering(apps)]


def _covering(apps: Collection[str]) -> list[Freeze]:
    freezes = every_freeze()
    names = every_name(apps) if any(freeze.apps for freeze in freezes) else ()
    return [freeze for freeze in freezes if freeze.covers(names)]


def in_release_window(plan: Plan, now: datetime) -> Verdict:
    """Inside the plan's own start and end, as far as it names them."""
    if plan.window_start and now < plan.window_start:
        return denied(
            _("发布窗口 %(start)s 才开始。") % {"start": _local(plan.window_start, plan.zone)}
        )
    if plan.window_end and now >= plan.window_end:
        return denied(
            _("发布窗口已在 %(end)s 结束，请先调整窗口。")
            % {"end": _local(plan.window_end, plan.zone)}
        )
    return ALLOWED


def in_change_window(times: Times, now: datetime) -> Verdict:
    frozen = freeze_at(now, times.freezes)
    if frozen:
        return denied(
            _("正在封网（%(why)s），%(end)s 解封。")
            % {"why": frozen.reason or _("未写原因"), "end": _local(frozen.end, times.zone)}
        )
    if in_window(now, times.windows, times.zone):
        return ALLOWED
    opens = next_opening(now, times.windows, times.freezes, times.zone)
    when = _local(opens, times.zone) if opens else _("尚未排定")
    return denied(_("现在不在变更窗口内，下一次开放：%(when)s。") % {"when": when})


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
