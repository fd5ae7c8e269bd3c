"""Cells of numbers and of yes or no."""

from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _

from plans.tables.cells.base import Cell

YES = frozenset(
    (
        "是",
        "有",
        "y",
        "yes",
        "true",
        "1",
        "√",
        "✓",
        "✔",
        "☑",
        "✅",
        "x",
        "[x]",
        "已完成",
        "完成",
        "done",
        "涉及",
        "对",
    )
)
NO = frozenset(
    (
        "否",
        "无",
        "n",
        "no",
        "false",
        "0",
        "×",
        "✗",
        "✘",
        "☐",
        "⬜",
        "[]",
        "未完成",
        "不涉及",
        "没有",
        "n/a",
        "错",
    )
)
"""What documents of the genre write for yes and no."""


class Whole(Cell, models.IntegerField):
    """A whole number or nothing."""

    kind = "whole"
    empty = None

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> int | None:
        if not text.strip():
            return None
        try:
            number = int(text.strip())
        except ValueError:
            raise ValueError(_("“%(text)s”不是整数。") % {"text": text}) from None
        if abs(number) > 2_147_483_647:
            raise ValueError(_("“%(text)s”太大了。") % {"text": text})
        return number

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return "" if value is None else str(value)

    def accept(self, value: Any) -> int | None:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return super().accept(value)


class Number(Cell, models.DecimalField):
    """A number with at most four decimals, or nothing; a percent sign is understood."""

    kind = "number"
    empty = None

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("max_digits", 16)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> Decimal | None:
        plain = text.strip().rstrip("%％").strip().replace(",", "")
        if not plain:
            return None
        try:
            number = Decimal(plain)
            exact = number.quantize(Decimal("0.0001"))
        except InvalidOperation:
            raise ValueError(_("“%(text)s”不是数字。") % {"text": text}) from None
        if number.is_nan() or exact != number or abs(number) >= 10**12:
            raise ValueError(_("“%(text)s”不是数字，或小数超过四位。") % {"text": text})
        return number

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        if value is None:
            return ""
        plain = f"{Decimal(str(value)):f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain

    def to_json(self, value: Any, zone: ZoneInfo | None = None) -> int | float | None:
        if value is None:
            return None
        number = float(value)
        return int(number) if number.is_integer() else number


class Flag(Cell, models.BooleanField):
    """Yes, no, or not said."""

    kind = "flag"
    empty = None
    yes, no = YES, NO

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> bool | None:
        word = text.strip().casefold().replace("[ ]", "[]")
        if not word:
            return None
        if word in self.yes or word == _("是").casefold():
            return True
        if word in self.no or word == _("否").casefold():
            return False
        raise ValueError(_("“%(text)s”请填“是”或“否”。") % {"text": text})

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return "" if value is None else (_("是") if value else _("否"))

    def accept(self, value: Any) -> bool | None:
        return bool(value) if isinstance(value, bool | int) else super().accept(value)
