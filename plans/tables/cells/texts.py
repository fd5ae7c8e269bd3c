"""Cells of text: a line, prose, a word of a closed list."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _

from ground.words import in_row
from plans.tables.cells.base import Cell


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
    """Text of many lines, line breaks kept."""

    kind = "prose"
    longest = 200_000

    def __init__(self, label: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str, zone: ZoneInfo | None = None) -> str:
        if len(text) > self.longest:
            raise ValueError(_("最多 %(most)s 个字。") % {"most": self.longest})
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
        known = in_row(label for _value, label in self.options)
        raise ValueError(
            _("“%(text)s”不在可选项里，请选：%(known)s。") % {"text": text, "known": known}
        )

    def display(self, value: Any, zone: ZoneInfo | None = None) -> str:
        return next((str(label) for word, label in self.of if word == value), value or "")
