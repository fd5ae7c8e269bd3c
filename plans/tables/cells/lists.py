"""Cells that hold a list: names, days of the week."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _

from ground.words import in_row
from plans.tables.cells.base import Cell
from plans.tables.moments import read_days, write_days

SEPARATORS = "，、,;；/\n"


class Names(Cell, models.JSONField):
    """A list of names; text is split at ，、,;/ and line breaks."""

    kind = "names"

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        super().__init__(label, *args, **kwargs)

    @property
    def empty(self) -> list[str]:
        return []

    def parse(self, text: str, zone: ZoneInfo | None = None) -> list[str]:
        for mark in SEPARATORS:
            text = text.replace(mark, "\n")
        return list(dict.fromkeys(part.strip() for part in text.split("\n") if part.strip()))

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return in_row(value or [])

    def accept(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(_("请填名称的列表。"))
        return [item.strip() for item in value if item.strip()]


class Days(Cell, models.JSONField):
    """Days of the week, 1 Monday to 7 Sunday; none means every day."""

    kind = "days"

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        super().__init__(label, *args, **kwargs)

    @property
    def empty(self) -> list[int]:
        return []

    def parse(self, text: str, zone: ZoneInfo | None = None) -> list[int]:
        return read_days(text)

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return write_days(value or [])

    def accept(self, value: Any) -> list[int]:
        if not isinstance(value, list) or not all(one in range(1, 8) for one in value):
            raise ValueError(_("星期请填 1 到 7 的列表。"))
        return sorted({int(one) for one in value})
