"""Everything that a page, a document or the API shows of one ramp. Reads, decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gray.bucket import percent_of
from gray.buttons import Button, buttons_of
from gray.choosing import find_driver
from gray.drivers.base import Driver
from gray.lines import StageLine, lines_of
from gray.readouts import Readouts, readouts_of
from gray.rehearsal import Forecast, ends
from gray.runs import Move, Run
from gray.sections.ramp import Ramp
from gray.seeing import glance, last_seen, seen_by
from gray.sight import Sight
from gray.situation import view_of
from gray.staircase import Picture, Point, Story, draw
from gray.view import Act
from gray.words import Amount
from ground.errors import WrongState
from ground.models import Chain
from plans.models import Plan

NARROW = {"width": 440, "height": 260}


@dataclass
class Sheet(Sight):
    """A ramp in words, lines, buttons and pictures, for one reader."""

    @property
    def history(self) -> list[Move]:
        return self.moves[::-1][:30]

    @cached_property
    def lines(self) -> list[StageLine]:
        return lines_of(self)

    @cached_property
    def buttons(self) -> list[Button]:
        return buttons_of(self)

    @cached_property
    def metrics(self) -> Readouts:
        return readouts_of(self.plan, self.ramp, self.run, self.now)

    @property
    def percent(self) -> str:
        return self.run.percent

    @property
    def actual(self) -> str:
        return self.view.foreign or f"{percent_of(self.view.actual or 0)}%"

    @property
    def is_moving(self) -> bool:
        return self.decision.act is not Act.STAY

    @property
    def why(self) -> str:
        """The one sentence: why it moves, or why it does not."""
        return str(self.decision.why)

    @property
    def also(self) -> list[str]:
        return [str(why) for why in self.decision.also]

    @property
    def place(self) -> str:
        """Where the switch is: driver, application, key."""
        parts = [
            str(self.driver.label) if self.driver else self.ramp.driver,
            self.ramp.environment, self.ramp.application, self.ramp.flag or self.ramp.key,
        ]  # fmt: skip
        return " / ".join(part for part in parts if part)

    @property
    def users(self) -> int:
        return len(self.run.users)

    @property
    def machines(self) -> int:
        return len(self.run.machines)

    @cached_property
    def picture(self) -> Picture:
        return draw(self.story)

    @cached_property
    def narrow_picture(self) -> Picture:
        return draw(self.story, **NARROW)

    @cached_property
    def story(self) -> Story:
        """What happened and what may come, for the staircase."""
        return Story(
            self.now,
            self.view.zone,
            _past(self.moves),
            [_coming(self, one) for one in self.forecast],
            ends(self.view, self.forecast),
            self.view.windows,
            self.view.freezes,
        )


def _past(moves: Sequence[Move]) -> list[Point]:
    return [
        Point(
            move.at,
            move.to_share,
            _reached(move) if move.to_index >= 0 else pgettext("ramp", "关闭"),
        )
        for move in moves
    ]


def _reached(move: Move) -> str:
    """Its share; without one the stage's own name, such as its machines."""
    return str(Amount(move.to_share)) if move.to_share or not move.title else move.title[:20]


def _coming(sheet: Sheet, one: Forecast) -> Point:
    amount = Amount(one.share) if one.share else sheet.view.steps[one.index].amount
    if one.at <= sheet.now:
        return Point(one.at, one.share, str(amount))
    at = one.at.astimezone(sheet.view.zone)
    today = at.date() == sheet.now.astimezone(sheet.view.zone).date()
    when = at.strftime("%H:%M" if today else "%m-%d %H:%M")
    return Point(one.at, one.share, _("%(amount)s · 预计 %(when)s") % {
        "amount": amount, "when": when,
    })  # fmt: skip


def sheet_of(plan: Plan, ramp: Ramp, user: Any, now: datetime) -> Sheet:
    """The sheet of a ramp; a driver that is not known is said in its place."""
    ramp.plan = plan
    run = Run.objects.filter(ramp=ramp).select_related("stage").first() or Run(plan=plan, ramp=ramp)
    run.ramp = ramp
    try:
        driver: Driver | None = find_driver(ramp.driver, ramp.environment)
    except WrongState:
        driver = None
    inside = driver is not None and driver.inside
    seen = seen_by(glance(driver, run), run) if driver and inside else last_seen(run)
    view = view_of(plan, ramp, run, now, **seen._asdict())
    return Sheet(plan, ramp, run, user, now, driver, view)


def ramps_of(plan: Plan) -> list[Ramp]:
    return [row for row in Ramp.section.rows(plan) if isinstance(row, Ramp)]


def mark_of(plan: Plan, now: datetime) -> str:
    """Changes whenever the page of the plan's ramps would look different."""
    chains = Chain.objects.filter(name__in=(plan.chain, "installation")).order_by("name")
    lengths = "-".join(str(length) for length in chains.values_list("length", flat=True))
    runs = Run.objects.filter(plan=plan).order_by("pk")
    seen = [
        f"{run.version}.{int(run.blocked)}.{run.actual}.{run.attempts}.{run.claimed_until is None}"
        f".{int(run.due_at.timestamp()) if run.due_at else 0}"
        for run in runs
    ]
    soon = any(run.next_at and (run.next_at - now).total_seconds() < 120 for run in runs)
    beat = int(now.timestamp() // (2 if soon else 30))
    return f"{lengths}:{','.join(seen)}:{beat}"
