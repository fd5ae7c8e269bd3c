"""One staircase per ramp of a rehearsal, over the windows and freezes around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from calendars.spans import Span, window_spans
from desk.rehearsal.climb import Climb
from desk.rehearsal.openings import clock
from desk.rehearsal.points import Rehearsal
from gray.rehearsal import Forecast
from gray.staircase import LONGEST, Picture, Point, Story, draw

WIDE, NARROW = {"width": 860, "height": 240}, {"width": 440, "height": 240}


@dataclass(frozen=True)
class Figure:
    """A ramp and its picture, wide and for phones."""

    key: int
    name: str
    wide: Picture
    narrow: Picture


def figures(found: Rehearsal) -> list[Figure]:
    """Of every ramp of which at least one stage comes."""
    drawn = [one for one in found.climbs if one.forecast]
    opened = _opened(drawn)
    return [_figure(one, opened) for one in drawn]


def _figure(one: Climb, opened: Sequence[Span] | None) -> Figure:
    wide, narrow = (_story(one, opened, is_narrow=is_narrow) for is_narrow in (False, True))
    return Figure(one.key, one.name, draw(wide, **WIDE), draw(narrow, **NARROW))


def _opened(climbs: Sequence[Climb]) -> Sequence[Span] | None:
    """The windows of all these ramps at once, for ramps of a plan share them."""
    moments = [one.at for climb in climbs for one in climb.forecast]
    moments += [at for climb in climbs for at in (climb.begin, climb.end) if at]
    if not moments or max(moments) - min(moments) > LONGEST:
        return None
    view = climbs[0].view
    after = (max(moments) - min(moments)) / 10
    return window_spans(min(moments), max(moments) + after, view.windows, view.zone)


def _story(one: Climb, opened: Sequence[Span] | None, *, is_narrow: bool) -> Story:
    view, begin = one.view, one.begin or one.forecast[0].at
    return Story(
        begin,
        view.zone,
        () if one.is_fresh else (Point(begin, view.share),),
        [_point(one, forecast, is_narrow=is_narrow) for forecast in one.forecast],
        one.end,
        view.windows,
        view.freezes,
        is_rehearsed=True,
        opened=opened,
    )


def _point(one: Climb, forecast: Forecast, *, is_narrow: bool) -> Point:
    """On a phone only the share has room; the line of time tells the moment."""
    step = one.view.steps[forecast.index]
    amount, at = str(step.amount), clock(forecast.at, one.view.zone)
    return Point(forecast.at, forecast.share, amount if is_narrow else f"{amount} · {at}")
