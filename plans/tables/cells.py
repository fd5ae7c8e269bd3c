"""The kinds of cells: a column of a section is one of these model fields.

Every cell has one text form: `display` writes it, `parse` reads it, and the
two are inverse for every value. `to_json`/`from_json` give the form of REST,
import and snapshots. `parse` and `from_json` raise ValueError with a sentence.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from plans.tables.durations import read_duration, write_duration
from plans.tables.moments import read_clock, read_days, read_moment, write_days

SEPARATORS = "，、,;；/\n"


class Cell(models.Field):
    """What every column can do; the concrete cells below say how."""

    kind = "line"
    empty: Any = ""

    def __init__(
        self,
        label: Any = None,
        *args: Any,
        code: bool = False,
        people: bool = False,
        progress: bool = False,
        width: int = 0,
        **kwargs: Any,
    ) -> None:
        self.is_code, self.is_people, self.is_progress = code, people, progress
        self.width = width
        kwargs.setdefault("blank", True)
        super().__init__(label, *args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Migrations keep what the database sees: no labels, no choices."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("verbose_name", "choices"):
            kwargs.pop(key, None)
        return name, path, args, kwargs

    @property
    def label(self) -> str:
        return str(self.verbose_name)

    @property
    def options(self) -> list[tuple[str, str]]:
        return []

    def is_empty(self, value: Any) -> bool:
        return value is None or value == self.empty

    def parse(self, text: str, zone: ZoneInfo | None = None) -> Any:
        """The value that `text` (as a person types it) stands for."""
        raise TypeError(self.kind)

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        """The text that `parse` reads back to the same value."""
        raise TypeError(self.kind)

    def to_json(self, value: Any) -> Any:
        return value

    def from_json(self, value: Any, zone: ZoneInfo | None = None) -> Any:
        """The value of a JSON form; text is parsed as if it were typed."""
        if value is None:
            return self.empty
        if isinstance(value, str):
            return self.parse(value, zone)
        return self.accept(value)

    def accept(self, value: Any) -> Any:
        """A JSON value that is not text; refused unless the cell knows better."""
        return self.parse(str(value))


class Line(Cell, models.CharField):
    """Short text on one line, at most 500 characters."""

    kind = "line"

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("default", "")
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> str:
        return text.strip()

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return value or ""


class Prose(Cell, models.TextField):
    """Text of any length, line breaks kept."""

    kind = "prose"

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> str:
        return text.replace("\r\n", "\n").strip()

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return value or ""


class Choice(Line):
    """One word of a closed list; words and labels are both understood."""

    kind = "choice"

    def __init__(
        self, label: Any = None, *args: Any, of: Sequence[tuple[str, Any]] = (), **kwargs: Any
    ) -> None:
        self.of = tuple(of)
        kwargs.setdefault("max_length", 40)
        if self.of:
            kwargs["choices"] = self.of
        super().__init__(label, *args, **kwargs)

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in self.of]

    def parse(self, text: str, zone: ZoneInfo | None = None) -> str:
        wanted = text.strip().casefold()
        if not wanted:
            return ""
        for value, label in self.options:
            if wanted in (value.casefold(), label.casefold()):
                return value
        known = "、".join(label for _value, label in self.options)
        raise ValueError(_("“%(text)s”不在可选项里，请选：%(known)s。") % {"text": text, "known": known})

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return dict(self.options).get(value, value or "")


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
        return self.parse(str(value))


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

    def to_json(self, value: Any) -> int | float | None:
        if value is None:
            return None
        number = float(value)
        return int(number) if number.is_integer() else number


class Flag(Cell, models.BooleanField):
    """Yes, no, or not said."""

    kind = "flag"
    empty = None
    yes = frozenset("是 有 y yes true 1 √ ✓ ✔ ☑ ✅ x [x] 已完成 完成 done 涉及 对".split())
    no = frozenset("否 无 n no false 0 × ✗ ✘ ☐ ⬜ [] 未完成 不涉及 没有 n/a 错".split())

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
        return bool(value) if isinstance(value, bool | int) else self.parse(str(value))


class Names(Cell, models.JSONField):
    """A list of names; text is split at ，、,;/ and line breaks."""

    kind = "names"

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        super().__init__(label, *args, **kwargs)

    @property
    def empty(self) -> list[str]:  # type: ignore[override]
        return []

    def parse(self, text: str, zone: ZoneInfo | None = None) -> list[str]:
        for mark in SEPARATORS:
            text = text.replace(mark, "\n")
        return list(dict.fromkeys(part.strip() for part in text.split("\n") if part.strip()))

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return "、".join(value or [])

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
    def empty(self) -> list[int]:  # type: ignore[override]
        return []

    def parse(self, text: str, zone: ZoneInfo | None = None) -> list[int]:
        return read_days(text)

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return write_days(value or [])

    def accept(self, value: Any) -> list[int]:
        if not isinstance(value, list) or not set(value) <= set(range(1, 8)):
            raise ValueError(_("星期请填 1 到 7 的列表。"))
        return sorted(set(value))


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

    def to_json(self, value: Any) -> str | None:
        return value.isoformat() if value else None

    def from_json(self, value: Any, zone: ZoneInfo | None = None) -> datetime | None:
        if isinstance(value, str) and (exact := _exact(value)):
            return exact
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

    def to_json(self, value: Any) -> str | None:
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

    def to_json(self, value: Any) -> str | None:
        return value.strftime("%H:%M") if value else None


def _exact(text: str) -> datetime | None:
    """An ISO moment that carries its own offset."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
