"""The batches one after the other: each needs the release window, a change window, no freeze."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from desk.rehearsal.lengths import Length, Lengths
from desk.rehearsal.openings import clock, one_after_other, opening
from desk.rehearsal.points import BATCH, Point
from ground.words import in_row
from plans.batches import OUTSIDE, PASSED, AppNode, batches
from plans.models import Plan
from plans.times import Times

MOST_NAMES = 6
BROKEN = ("failed", "verify_failed", "rolled_back")


@dataclass(frozen=True)
class Slot:
    """A batch that is still to come.

    at     when it may start, None when never
    until  when it is over
    late   when it could start if the release window did not end before
    """

    batch: int
    apps: Sequence[AppNode]
    length: timedelta | None
    at: datetime | None
    held: str = ""
    assumed: Sequence[str] = ()
    late: datetime | None = None

    @property
    def until(self) -> datetime | None:
        return self.at + (self.length or timedelta()) if self.at else None

    @property
    def name(self) -> str:
        return _("第 %(n)s 批") % {"n": self.batch}

    @property
    def point(self) -> Point:
        title = _("第 %(n)s 批：%(apps)s") % {"n": self.batch, "apps": _names(self.apps)}
        until = self.until if self.length else None
        return Point(BATCH, title, self.at, until, self.held, self.assumed)


def slots(
    plan: Plan, apps: Sequence[AppNode], lengths: Lengths, times: Times, begin: datetime
) -> list[Slot]:
    """The batches that are not through yet, from `begin` on, each after the one before."""
    found: list[Slot] = []
    for batch, members in batches(apps).items():
        coming = [node for node in members if node.state not in PASSED]
        if coming:
            before = found[-1] if found else None
            found.append(_slot(plan, batch, coming, lengths.of(batch), times, begin, before))
    return found


def _slot(
    plan: Plan,
    batch: int,
    apps: Sequence[AppNode],
    length: Length,
    times: Times,
    begin: datetime,
    before: Slot | None,
) -> Slot:
    assumed = list(_assumed(apps, length, before))
    if before and before.at is None:
        held = _("%(batch)s 到不了") % {"batch": before.name}
        return Slot(batch, apps, length.time, None, held, assumed)
    ready = before.until if before and before.until else begin
    wanted, waits = _wanted(plan, length, ready, is_first=before is None)
    found = opening(wanted, times)
    held = one_after_other([waits, found.held])
    if found.at and plan.window_end and found.at >= plan.window_end:
        end = {"at": clock(plan.window_end, times.zone)}
        held = _("发布窗口内没有可以发布的时间（%(at)s 结束）") % end
        return Slot(batch, apps, length.time, None, held, assumed, late=found.at)
    return Slot(batch, apps, length.time, found.at, held, assumed)


def _wanted(plan: Plan, length: Length, ready: datetime, *, is_first: bool) -> tuple[datetime, str]:
    """When it would start if production could always be changed, and what it waits for."""
    first = plan.window_start
    wanted, held = ready, ""
    if is_first and first and first > wanted:
        wanted, held = first, _("等发布窗口，%(at)s 开始") % {"at": clock(first, plan.zone)}
    if length.planned and length.planned > wanted:
        wanted = length.planned
        held = _("等计划的开始时间 %(at)s") % {"at": clock(wanted, plan.zone)}
    return wanted, held


def _assumed(apps: Sequence[AppNode], length: Length, before: Slot | None) -> Iterator[str]:
    if before:
        yield _("%(batch)s当即验证通过") % {"batch": before.name}
    broken = [node.app for node in apps if node.state in BROKEN]
    if broken:
        yield _("%(apps)s 当即修好并重新发布") % {"apps": in_row(broken)}
    outside = [name for node in apps for name in node.depends_on if name.startswith(OUTSIDE)]
    if outside:
        names = in_row(dict.fromkeys(name[3:] for name in outside))
        yield _("计划外的 %(names)s 已就绪") % {"names": names}
    if length.time is None:
        yield _("执行步骤没有写这一批的时长，按 0 分钟算")


def _names(apps: Sequence[AppNode]) -> str:
    shown = in_row(node.app for node in apps[:MOST_NAMES])
    if len(apps) <= MOST_NAMES:
        return shown
    return _("%(names)s 等 %(n)d 个应用") % {"names": shown, "n": len(apps)}
