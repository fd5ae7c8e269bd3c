"""The staircase of a ramp: planned and actual percentage over time, as an SVG picture.

Pure: values in, geometry out; a template draws it, the same for page and PDF. The scale
is a square root, so that one percent can be told from none beside a hundred.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calendars.spans import Closed, Span, Window, window_spans
from gray.bucket import EVERYBODY, percent_of

HOURS = (1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 720, 2_160, 8_760, 87_600)
MINUTES = (1, 2, 5, 10, 15, 30)
STEPS = [timedelta(minutes=n) for n in MINUTES] + [timedelta(hours=n) for n in HOURS]
YEARS = timedelta(days=90)
"""Ticks so far apart need the year."""
SHORTEST = 24
"""A level shorter than this has no room for its name."""
MOST_SPANS = 400
LONGEST = timedelta(days=400)
"""More shaded windows than this, or such of a longer time, cannot be told apart anyway."""


@dataclass(frozen=True, slots=True)
class Point:
    """From `at` on the switch shows `share`; `label` is written above."""

    at: datetime
    share: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    width: float
    label: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def shown(self) -> str:
        """The label, if the box is wide enough to carry it."""
        return self.label if self.width >= 12 * max(2, len(self.label)) else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A text at a place; `place` is start, middle or end."""

    x: float
    y: float
    text: str
    place: str = "middle"


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the template draws, in units of a `width` × `height` view box."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    windows: str
    freezes: list[Box]
    levels: list[Mark]
    ticks: list[Mark]
    actual: str
    planned: str
    labels: list[Mark]
    now: float | None
    now_text: str

    @property
    def tall(self) -> float:
        return self.bottom - self.top

    @property
    def now_place(self) -> str:
        """Where the word at the line of now has room."""
        near = self.now or 0
        return "end" if near > self.right - 60 else "start" if near < self.left + 60 else "middle"


@dataclass(frozen=True, slots=True)
class Story:
    """What is to be drawn: points that happened, points to come, and the times around.

    is_rehearsed  `now` is only when it would begin, so no line says that it is now
    opened        the windows as spans, for whoever has reckoned them already
    """

    now: datetime
    zone: ZoneInfo
    past: Sequence[Point]
    coming: Sequence[Point]
    end: datetime | None = None
    windows: Sequence[Window] = ()
    freezes: Sequence[Closed] = ()
    is_rehearsed: bool = False
    opened: Sequence[Span] | None = None


def draw(story: Story, *, width: int = 860, height: int = 260) -> Picture:
    """The picture of a story; a narrow one for phones has the same content."""
    scale = Scale(story, width, height)
    return Picture(
        width=width,
        height=height,
        left=scale.left,
        right=scale.right,
        top=scale.top,
        bottom=scale.bottom,
        windows=_bands(scale, _shaded(story, scale)),
        freezes=[box for one in story.freezes for box in scale.boxes([one], one.reason)],
        levels=scale.levels(),
        ticks=scale.ticks(),
        actual=scale.stairs(story.past, min(story.now, scale.end)),
        planned=_planned(story, scale),
        labels=scale.labels(),
        now=None if story.is_rehearsed else scale.x(story.now),
        now_text=story.now.astimezone(story.zone).strftime("%H:%M"),
    )


class Scale:
    """Where a moment and a share lie in the picture."""

    def __init__(self, story: Story, width: int, height: int) -> None:
        self.story, self.narrow = story, width < 600
        self.left, self.right = 40.0, width - 16.0
        below = 28.0 if story.is_rehearsed else 44.0
        self.top, self.bottom = 28.0, height - below
        moments = [point.at for point in (*story.past, *story.coming)]
        moments += [story.now] + ([story.end] if story.end else [])
        self.start = min(moments)
        last = max(moments)
        self.end = last + max((last - self.start) * 0.05, timedelta(minutes=2))
        self.length = (self.end - self.start).total_seconds()

    def x(self, moment: datetime) -> float:
        share = (moment - self.start).total_seconds() / self.length
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, share)), 1)

    def y(self, share: int) -> float:
        return round(self.bottom - (self.bottom - self.top) * (share / EVERYBODY) ** 0.5, 1)

    def boxes(self, spans: Iterable[Span | Closed], label: str = "") -> list[Box]:
        found = []
        for span in spans:
            first, last = self.x(span.start), self.x(span.end)
            if last - first > 0.4:
                found.append(Box(first, round(last - first, 1), label))
        return found

    def levels(self) -> list[Mark]:
        """A line for nobody, everybody, and every share between that has room."""
        shares = {point.share for point in (*self.story.past, *self.story.coming)}
        marks: list[Mark] = []
        for share in (0, EVERYBODY, *sorted(shares - {0, EVERYBODY}, reverse=True)):
            place = self.y(share)
            if all(abs(place - mark.y) >= 13 for mark in marks):
                marks.append(Mark(self.left - 6, place, str(percent_of(share)), "end"))
        return marks

    def ticks(self) -> list[Mark]:
        """Round moments below the picture, as many as can be read."""
        most = 4 if self.narrow else 8
        span = self.end - self.start
        step = next((one for one in STEPS if span / one <= most), STEPS[-1])
        text = "%Y-%m" if step >= YEARS else "%m-%d" if step >= timedelta(days=1) else "%H:%M"
        day = self.start.astimezone(self.story.zone).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        marks = []
        for number in range(int((self.end - day) / step) + 1):
            at = day + number * step
            if self.start <= at <= self.end:
                marks.append(Mark(self.x(at), self.bottom + 16, at.strftime(text)))
        return marks

    def stairs(self, points: Sequence[Point], until: datetime) -> str:
        """A path of level lines and upright steps; empty without points."""
        if not points:
            return ""
        path = [f"M{self.x(points[0].at)} {self.y(points[0].share)}"]
        for point in points[1:]:
            path.append(f"H{self.x(point.at)}V{self.y(point.share)}")
        return "".join([*path, f"H{self.x(until)}"])

    def labels(self) -> list[Mark]:
        """What each level is called, above its beginning, where there is room."""
        marks: list[Mark] = []
        points = [*self.story.past, *self.story.coming]
        ends = [*(point.at for point in points[1:]), self.end][: len(points)]
        for point, end in zip(points, ends, strict=True):
            if self.x(end) - self.x(point.at) < SHORTEST:
                continue
            x, y = self.x(point.at) + 4, self.y(point.share) - 6
            place = "start"
            if x + 8 * len(point.label) > self.right:
                x, place = self.x(point.at) - 4, "end"
            room = all(abs(x - m.x) > 8 * len(m.text) or abs(y - m.y) >= 12 for m in marks)
            if point.label and room:
                marks.append(Mark(round(x, 1), y, point.label, place))
        return marks


def _planned(story: Story, scale: Scale) -> str:
    """From what is served now through everything to come."""
    if not story.coming:
        return ""
    share = story.past[-1].share if story.past else 0
    return scale.stairs([Point(story.now, share), *story.coming], story.end or scale.end)


def _shaded(story: Story, scale: Scale) -> Sequence[Span]:
    if not story.windows or scale.end - scale.start > LONGEST:
        return ()
    spans = story.opened
    if spans is None:
        spans = window_spans(scale.start, scale.end, story.windows, story.zone)
    met = [span for span in spans if span.start < scale.end and scale.start < span.end]
    return met if len(met) <= MOST_SPANS else ()


def _bands(scale: Scale, spans: Iterable[Span]) -> str:
    """Boxes from top to bottom as one path, for there can be hundreds."""
    tall = scale.bottom - scale.top
    boxes = scale.boxes(spans)
    return "".join(f"M{box.x} {scale.top}h{box.width}v{tall}h-{box.width}z" for box in boxes)
