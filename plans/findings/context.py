"""What the rules know beside the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from calendars.days import Day, day_of
from calendars.spans import Closed, Weekly


@dataclass(frozen=True)
class Neighbour:
    """Another open plan whose release window overlaps this one.

    `number` is empty when not everybody may see that plan: nothing else of it is told.
    `shared` names what both touch: {section: (name, …)}, tables under "sql_changes".
    """

    number: str
    shared: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Context:
    """The time, and what the installation says about times and other plans.

    now         in the plan's zone
    windows     the installation's change windows; the plan's own come before them
    freezes     those that cover this plan
    days        calendar days that somebody wrote down; None when nobody asked the calendar
    neighbours  open plans at the same time with the same things
    near        {application that only this plan names, as compared: known names like it}
    """

    now: datetime
    windows: tuple[Weekly, ...] = ()
    freezes: tuple[Closed, ...] = ()
    days: Mapping[date, Day] | None = None
    neighbours: tuple[Neighbour, ...] = field(default=())
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return self.now.tzinfo if isinstance(self.now.tzinfo, ZoneInfo) else ZoneInfo("UTC")

    def day(self, day: date) -> Day | None:
        """What that day is; None when nobody asked the calendar."""
        return None if self.days is None else day_of(day, self.days)
