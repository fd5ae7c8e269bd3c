"""When the work comes that a stage depends on, as far as the rehearsal itself can tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatch

from django.utils.translation import gettext as _

from desk.rehearsal.batches import Slot
from desk.rehearsal.climb import Climb
from desk.rehearsal.openings import clock
from gray.dependencies import read_need
from gray.needs.apps import Apps
from gray.needs.base import Need, same
from gray.needs.batches import Batches
from gray.needs.ramps import Ramps
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.standing import Standing
from gray.words import Amount, Sentence
from ground.words import in_row
from plans.models import Plan


@dataclass(frozen=True)
class Known:
    """What is rehearsed so far: `climbs` by ramp, none for a ramp that is through."""

    plan: Plan
    slots: Sequence[Slot]
    ramps: Sequence[tuple[Ramp, Run | None]]
    standing: Standing
    climbs: Mapping[int, Climb] = field(default_factory=dict)


@dataclass(frozen=True)
class Awaited:
    """The work by name, and when it comes; None when it never does.

    sure  what the stage says of it while it has not come, where no assumption is in its time
    """

    name: str
    at: datetime | None
    sure: Sentence | None = None

    def held(self, plan: Plan) -> str:
        if self.at is None:
            return _("%(work)s 到不了") % {"work": self.name}
        return _("等%(work)s，最早 %(at)s") % {"work": self.name, "at": clock(self.at, plan.zone)}


def awaited(stages: Sequence[Stage], known: Known) -> dict[int, list[Awaited]]:
    """{index of a stage: what it depends on, the last to come first}; what nobody can date is
    left out, and is taken to come at once."""
    found = {}
    for index, stage in enumerate(stages):
        needs = [need for text in stage.needs or () if (need := read_need(text))]
        dated = [one for need in needs if (one := comes(need, known))]
        if dated:
            found[index] = sorted(dated, key=_lateness, reverse=True)
    return found


def _lateness(one: Awaited) -> tuple[bool, float]:
    return one.at is None, one.at.timestamp() if one.at else 0.0


@singledispatch
def comes(need: Need, known: Known) -> Awaited | None:
    """When it is met; None when it is met already, or cannot be told from the plan's times."""
    return None


@comes.register
def _batches(need: Batches, known: Known) -> Awaited | None:
    return _after([slot for slot in known.slots if slot.batch <= need.number])


@comes.register
def _apps(need: Apps, known: Known) -> Awaited | None:
    named = [slot for slot in known.slots if any(same(app.app, need.app) for app in slot.apps)]
    return _after(named)


@comes.register
def _ramps(need: Ramps, known: Known) -> Awaited | None:
    """Of another plan nothing is known."""
    if need.number and need.number != known.plan.number:
        return None
    meant = need.pick(known.ramps)
    climb = known.climbs.get(meant[0].pk) if meant else None
    if climb is None or (not climb.is_fresh and climb.view.share >= need.share):
        return None
    words = {"ramp": climb.name, "amount": Amount(need.share)}
    name = _("灰度“%(ramp)s”放到 %(amount)s") % words
    at = next((one.at for one in climb.forecast if one.share >= need.share), None)
    return Awaited(name, at, need.lacks(known.standing, None))


def _after(slots: Sequence[Slot]) -> Awaited | None:
    if not slots:
        return None
    ends = [slot.until for slot in slots if slot.until]
    name = in_row(slot.name for slot in slots)
    return Awaited(name, max(ends) if len(ends) == len(slots) else None)
