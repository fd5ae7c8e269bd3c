"""Cells of time: a moment, a length, a time of day."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.dateparse import parse_datetime

from plans.tables.cells.base import Cell
from plans.tables.durations import read_duration, write_duration
from plans.tables.moments import bounded, read_clock, read_moment


class Moment(Cell, models.DateTimeField):
    """A moment; text without an offset is in the plan's time zone."""

    kind = "moment"
    empty = None

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> datetime | None:
        return read_moment(text, zone) if text.strip() else None

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        if value is None:
            return ""
        local = value.astimezone(zone) if zone else value
        plain = local.replace(second=0, microsecond=0) == local
        return local.strftime("%Y-%m-%d %H:%M" if plain else "%Y-%m-%d %H:%M:%S")

    def to_json(self, value: Any, zone: ZoneInfo | None = None) -> str | None:
        if value is None:
            return None
        return (value.astimezone(zone) if zone else value).isoformat()

    def from_json(self, value: Any, zone: ZoneInfo | None = None) -> datetime | None:
        if isinstance(value, str) and (exact := _exact(value)):
            return bounded(exact)
        return super().from_json(value, zone)


class Span(Cell, models.DurationField):
    """A length of time; JSON carries the ISO 8601 duration."""

    kind = "span"
    empty = None

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> timedelta | None:
        return read_duration(text) if text.strip() else None

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return "" if value is None else write_duration(value, iso=False)

    def to_json(self, value: Any, zone: ZoneInfo | None = None) -> str | None:
        return None if value is None else write_duration(value, iso=True)


class Clock(Cell, models.TimeField):
    """A time of day, HH:MM."""

    kind = "clock"
    empty = None

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> time | None:
        return read_clock(text) if text.strip() else None

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return value.strftime("%H:%M") if value else ""

    def to_json(self, value: Any, zone: ZoneInfo | None = None) -> str | None:
        return value.strftime("%H:%M") if value else None


def _exact(text: str) -> datetime | None:
    """An ISO moment that carries its own offset."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
