"""The stages of a rehearsed ramp as points, and why one of them never comes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calendars.spans import freeze_at
from desk.rehearsal.climb import Climb
from desk.rehearsal.openings import clock, one_after_other, opening, shut_until
from desk.rehearsal.points import END, STAGE, Point
from gray.engine import Block
from gray.rehearsal import Forecast
from gray.view import State, Step
from gray.words import Lasting, Sentence, When
from plans.times import Times


def stage_points(one: Climb, times: Times) -> Iterator[Point]:
    """The stages that come, those that never do, and the end."""
    for forecast in one.forecast:
        step = one.view.steps[forecast.index]
        yield Point(
            STAGE,
            _title(one, forecast.index),
            forecast.at,
            forecast.at + step.hold if step.hold else None,
            _held(one, forecast),
            list(_assumed(one, forecast)),
        )
    if one.is_stuck:
        yield from _never(one, times)
    elif one.end:
        yield Point(END, _("%(ramp)s 走完，进入观察") % {"ramp": one.name}, one.end)


def _title(one: Climb, index: int) -> str:
    return f"{one.name} → {one.view.steps[index].amount}"


def _never(one: Climb, times: Times) -> Iterator[Point]:
    """The first that does not come says why, the others stand behind it."""
    first = one.reached + 1
    for index in range(first, len(one.view.steps)):
        held = why_never(one, times) if index == first else _("前一个阶段到不了")
        yield Point(STAGE, _title(one, index), None, held=held)


def why_never(one: Climb, times: Times) -> str:
    if one.begin is None:
        return _("%(batches)s 到不了") % {"batches": one.behind}
    if one.reached + 1 in one.never:
        return one.held[one.reached + 1]
    ripe = one.forecast[-1].at + one.view.steps[one.reached].hold if one.forecast else one.begin
    return opening(max(ripe, one.view.start or ripe), times).held or _("再没有可以放量的时间")


def _held(one: Climb, forecast: Forecast) -> str:
    """Each time that holds the stage, in absolute moments."""
    behind = one.held.get(forecast.index, "") if forecast.behind else ""
    return one_after_other([behind, *(_wait(one, forecast, block) for block in forecast.waits)])


def _wait(one: Climb, forecast: Forecast, block: Block) -> str:
    when = {"at": clock(block.until, one.view.zone)}
    if block.why.code == "start":
        return _("等计划的开始时间 %(at)s") % when
    if block.why.code == "hold":
        hold = Lasting(one.view.steps[forecast.index - 1].hold)
        return _("上一阶段观察 %(hold)s，到 %(at)s") % {"hold": hold, **when}
    if block.why.code in ("window", "freeze"):
        freeze = freeze_at(forecast.ripe, one.view.freezes)
        return shut_until(block.until, freeze, one.view.zone)
    return absolute(block.why)


def absolute(words: Sentence) -> str:
    """A sentence whose moments are told by date and time, not from the moment it was said."""
    facts = {
        name: clock(value.at, value.zone) if isinstance(value, When) else value
        for name, value in words.facts
    }
    return str(words.text) % facts if facts else str(words.text)


def _assumed(one: Climb, forecast: Forecast) -> Iterator[str]:
    step, is_first = one.view.steps[forecast.index], forecast is one.forecast[0]
    if is_first:
        yield from _pressed(one)
    if step.measured:
        yield _("关键指标届时达标")
    for why in forecast.assumed:
        if not _is_told(one, why, step, is_first=is_first):
            yield _cleared(why, step)


def _is_told(one: Climb, why: Sentence, step: Step, *, is_first: bool) -> bool:
    """Said by a sentence of ours already; what metrics say now is nothing about later stages."""
    is_behind = why.code == "apps" and bool(one.behind)
    return is_behind or why in one.sure or (why in step.checks and not is_first)


def _pressed(one: Climb) -> Iterator[str]:
    """What people have to do before it goes up at all."""
    if one.is_fresh:
        if one.behind:
            yield _("%(batch)s当即验证通过") % {"batch": one.behind}
        yield _("有人当即按“开始”")
    elif one.view.state is State.HELD:
        yield _("有人当即按“继续”")
    yield from (_("这一条已消除：%(why)s") % {"why": absolute(why)} for why in one.stopped)


def _cleared(why: Sentence, step: Step) -> str:
    if why.code == "approval":
        return _("%(seats)s 当即签字") % {"seats": step.gate_note}
    return _("这一条已消除：%(why)s") % {"why": absolute(why)}
