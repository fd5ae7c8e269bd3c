"""Release windows in words: 2025年6月25日 22:00 - 次日02:00, 2020-05-16-2020-05-26, 6月18日晚上10点."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from plans.reading.clocks import clock_ranges, first_clock
from plans.reading.numerals import read_numeral
from plans.tables.words import said

_DATE = re.compile(
    r"(?<!\d)(?:(?P<y>\d{4})\s*[-/.年]\s*)?(?P<m>1[0-2]|0?[1-9])\s*[-/.月]\s*(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\s*[日号]?"
)
_BRACKETS = re.compile(
    r"[（(]\s*(?:星期|周|礼拜)?[^()（）\d]{1,6}[)）]|(?:星期|周|礼拜)[一二三四五六日天]"
)
_LAST_MINUTE = time(23, 59)
_MONTHS = said("jan feb mar apr may jun jul aug sep oct nov dec")
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?"
_SPELLED = re.compile(
    rf"\b(?:{_MONTH.format('first')}\s{{1,2}}(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:)(?:,?\s{{0,2}}(?P<y>20\d\d)\b)?"
    rf"|(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH.format('then')},?(?:\s(?P<year>20\d\d)\b)?)",
    re.IGNORECASE,
)
_WIKI = re.compile(
    r"(?<!\d)(?P<d>[0-3]?\d)\s(?P<m>十[一二]?|[一二三四五六七八九])月,?\s(?P<y>20\d\d)(?!\d)"
)
"""17 十二月 2026, as wikis print the dates that people pick."""
_ZONE = re.compile(
    r"(?<![A-Za-z])(?:UTC|GMT)(?:\s?(?P<sign>[+-])\s?(?P<h>\d{1,2})(?::?(?P<m>[0-5]\d))?(?!\d))?(?![A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Window:
    """What is known of a window: days and times of day, each perhaps missing, and the zone they name."""

    first: date | None = None
    last: date | None = None
    opens: time | None = None
    closes: time | None = None
    crosses: bool = False
    zone: tzinfo | None = None

    def merged(self, other: "Window") -> "Window":
        """The same with what only the other knows."""
        days = {} if self.first else {"first": other.first, "last": other.last}
        clocks = (
            {}
            if self.opens
            else {
                "opens": other.opens,
                "closes": other.closes,
                "crosses": other.crosses,
                "zone": other.zone or self.zone,
            }
        )
        return replace(self, **days, **clocks)  # type: ignore[arg-type]

    def start(self, zone: ZoneInfo) -> datetime | None:
        return self._moment(self.first, self.opens or time(), zone) if self.first else None

    def end(self, zone: ZoneInfo) -> datetime | None:
        """The closing moment; a last day without a time lasts until its last minute."""
        last = self.last or (self.first if self.closes else None)
        if not last or not self.first:
            return None
        end = self._moment(last, self.closes or _LAST_MINUTE, zone)
        start = self._moment(self.first, self.opens or time(), zone)
        return end + timedelta(days=1) if end <= start and not self.last else end

    def _moment(self, day: date, clock: time, zone: ZoneInfo) -> datetime:
        """In the plan's zone, whichever the words were in."""
        return datetime.combine(day, clock, self.zone or zone).astimezone(zone)


def read_window(text: str, year: int | None = None) -> Window:
    """Whatever days and times of day the text holds; days without a year are of `year`."""
    said = _zone_of(text)
    plain = _BRACKETS.sub(" ", _ZONE.sub(" ", spelled_out(text)))
    dates = _dates(plain, year)
    ranges = list(clock_ranges(_DATE.sub(" ", plain) if len(dates) < 2 else ""))
    first = dates[0][0] if dates else None
    if len(dates) > 1:
        opens = _clock_after(plain, dates[0][1], dates[1][2])
        closes = _clock_after(plain, dates[1][1], len(plain))
        return Window(first, dates[1][0], opens, closes, zone=said)
    if ranges:
        return Window(first, None, ranges[0].start, ranges[0].end, ranges[0].crosses, said)
    clock = first_clock(_DATE.sub(" ", plain))
    return Window(first, None, clock[0] if clock else None, zone=said)


def spelled_out(text: str) -> str:
    """June 14, 2021, 14 Jun 2021 and 14 六月 2021 as 2021-6-14; without a year as 6月14日."""
    return _WIKI.sub(_counted, _SPELLED.sub(_numbered, text))


def _counted(match: re.Match[str]) -> str:
    return f"{match['y']}-{read_numeral(match['m'])}-{match['d']} "


def _zone_of(text: str) -> tzinfo | None:
    """UTC, GMT+8 or UTC+05:30 beside the times."""
    match = _ZONE.search(text)
    if not match:
        return None
    away = timedelta(hours=int(match["h"] or 0), minutes=int(match["m"] or 0))
    return timezone(-away if match["sign"] == "-" else away) if away < timedelta(hours=15) else None


def _numbered(match: re.Match[str]) -> str:
    month = _MONTHS.index((match["first"] or match["then"])[:3].casefold()) + 1
    day, year = match["d"] or match["day"], match["y"] or match["year"]
    return f"{year}-{month}-{day} " if year else f"{month}月{day}日 "


def _dates(text: str, year: int | None) -> list[tuple[date, int, int]]:
    """[(day, where its text ends, where it begins)], each real."""
    found: list[tuple[date, int, int]] = []
    for match in _DATE.finditer(text):
        said = int(match["y"]) if match["y"] else (found[-1][0].year if found else year)
        if not match["y"] and not re.search("月", match[0]) and not found:
            continue
        try:
            if said:
                found.append(
                    (date(said, int(match["m"]), int(match["d"])), match.end(), match.start())
                )
        except ValueError:
            continue
    return found


def _clock_after(text: str, start: int, stop: int) -> time | None:
    clock = first_clock(text[start:stop])
    return clock[0] if clock else None
