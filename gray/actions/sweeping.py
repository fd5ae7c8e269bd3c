"""One look of the clock at many ramps: what is the same for all is read and written once.

Only ramps of inside switches that stay or rise are done here, in one transaction. Whatever
is more (an outside switch, a metric, a sign-off to ask for, a fall, an end) gets a look of
its own, and so does every ramp when one of them fails.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects

from gray.actions.applying import carry_out
from gray.actions.intents import from_decision
from gray.actions.locking import Locked
from gray.actions.noting import note
from gray.choosing import find_driver
from gray.drivers.base import Driver
from gray.engine import decide
from gray.gauging import gauge_connections
from gray.runs import Move, Run
from gray.seeing import Glance, seen_by
from gray.situation import place_of, view_of
from gray.view import Act, State
from ground.ahead import reading_once
from ground.errors import WrongState
from ground.journal import together
from ground.notify import notifying_once
from plans.actions.locking import lock_many

log = logging.getLogger("releaseplan.gray")

AHEAD = ("clearances", "overrides", "plans_window_rows", "plans_app_rows", "plans_switch_rows",
         "gray_stage_rows")  # fmt: skip
"""What a view is made of, by the plan's related names."""
MEASURED_BY = ("plans_metric_rows", "plans_trigger_rows", "gray_guard_rows")


def look_together(ids: Sequence[int], *, now: datetime) -> Sequence[int]:
    """Look at these runs as far as it can be done together; the ids that are left over."""
    if len(ids) < 2:
        return ids
    try:
        with transaction.atomic(), reading_once(), notifying_once():
            return _together(_locked(ids), now)
    except Exception:
        log.warning("ramps are looked at one by one", exc_info=True)
        return ids


def _locked(ids: Sequence[int]) -> list[Locked]:
    """Plans first, each kind in one order; their rows read ahead."""
    wanted = Run.objects.filter(pk__in=ids)
    plans = lock_many(wanted.values_list("plan_id", flat=True))
    ahead = (*AHEAD, *MEASURED_BY) if gauge_connections() else AHEAD
    prefetch_related_objects(list(plans.values()), *ahead)
    rows = wanted.select_for_update(of=("self",)).select_related("ramp", "stage").order_by("pk")
    for run in (found := list(rows)):
        run.plan = run.ramp.plan = plans[run.plan_id]
    moves: list[Move] = []
    return [Locked(run.plan, run.ramp, run, moves) for run in found]


def _together(everyone: Iterable[Locked], now: datetime) -> list[int]:
    inside = [(one, driver) for one in everyone if (driver := _inside(one.run))]
    alone = [one.run.pk for one in everyone if all(one is not other for other, _ in inside)]
    with together(one.plan.chain for one, _driver in inside):
        for (one, driver), shown in zip(inside, _shown(inside), strict=True):
            if not _advance(one, driver, shown, now):
                alone.append(one.run.pk)
    Move.objects.bulk_create(move for one, _driver in inside[:1] for move in one.moves or ())
    return alone


def _inside(run: Run) -> Driver | None:
    """The driver of a run that can be done together with others."""
    try:
        driver = find_driver(run.ramp.driver, run.ramp.environment)
    except WrongState:
        return None
    return driver if driver.inside and not run.pending and run.flag else None


def _shown(inside: Sequence[tuple[Locked, Driver]]) -> list[Glance]:
    if not inside:
        return []
    places = [place_of(one.run, one.ramp) for one, _driver in inside]
    return [Glance(shown) for shown in inside[0][1].read_many(places)]


def _advance(locked: Locked, driver: Driver, shown: Glance, now: datetime) -> bool:
    """Stay or rise; False, with nothing done, when it takes more than that."""
    seen = seen_by(shown, locked.run)
    view = view_of(
        locked.plan, locked.ramp, locked.run, now, **seen._asdict(), stages=locked.stages
    )
    decision = decide(now, view)
    is_plain = decision.act is Act.STAY or (
        decision.act is Act.RISE and view.state is State.RUNNING
    )
    if view.pulse or not is_plain or decision.ask is not None or view.is_drifted:
        return False
    intent = from_decision(decision, view, locked.stages)
    note(locked, driver, view, decision, now, save=intent is None)
    return intent is None or carry_out(locked, driver, intent, now)
