"""Which ramps drive their switches over a connection."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gray.choosing import find_driver
from gray.connections import Connection
from gray.runs import Run
from gray.view import State
from ground.ahead import reading_once
from ground.errors import WrongState
from ground.words import in_row
from plans import states
from plans.models import Plan


def runs_by_connection() -> dict[int, list[Run]]:
    """Id of the connection → the runs whose traffic is in its hands.

    Runs that have begun and are not off, of plans that are not finished.
    """
    runs, found = list(_under_way()), dict[int, list[Run]]()
    for run, pk in zip(runs, _connections_of(runs), strict=True):
        if pk is not None:
            found.setdefault(pk, []).append(run)
    return found


@contextmanager
def keeping_hold(by: Any) -> Iterator[dict[int, list[Run]]]:
    """Around a change of connections: every ramp is driven over the same one afterwards.

    Gives what `runs_by_connection` said before. Raises WrongState naming the plans that would
    lose their way down.
    """
    runs = list(_under_way())
    before = _connections_of(runs)
    found: dict[int, list[Run]] = {}
    for run, pk in zip(runs, before, strict=True):
        found.setdefault(pk or 0, []).append(run)
    yield found
    moved = zip(runs, before, _connections_of(runs), strict=True)
    if lost := [run for run, old, new in moved if old is not None and new != old]:
        raise WrongState(
            _("计划 %(plans)s 的灰度正靠它控制流量，请先等它们结束，或关闭流量。")
            % {"plans": _named(lost, by)}
        )


def _named(runs: Sequence[Run], by: Any) -> str:
    """The plans that `by` may see; the others are one word."""
    seen = set(Plan.objects.visible_to(by).filter(pk__in=[run.plan_id for run in runs])
               .values_list("pk", flat=True))  # fmt: skip
    numbers = [run.plan.number if run.plan_id in seen else _("另一个计划") for run in runs]
    return in_row(dict.fromkeys(numbers))


def _under_way() -> QuerySet[Run]:
    begun = Run.objects.exclude(state__in=(State.READY, State.OFF))
    return begun.exclude(plan__status__in=states.FINISHED).select_related("ramp", "plan")


def _connections_of(runs: Sequence[Run]) -> list[int | None]:
    """The connection of each, None where none is needed or found."""
    ids = dict(Connection.objects.values_list("name", "pk"))
    pairs = {(run.ramp.driver, run.ramp.environment) for run in runs}
    with reading_once():
        names = {pair: _name(*pair) for pair in pairs}
    return [ids.get(names[run.ramp.driver, run.ramp.environment]) for run in runs]


def _name(word: str, environment: str) -> str:
    """The connection that a ramp's words mean; empty when it needs none, or has none."""
    try:
        return find_driver(word, environment).setup.name
    except WrongState:
        return ""
