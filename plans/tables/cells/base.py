"""What every kind of cell can do."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _


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
        name, _path, args, kwargs = super().deconstruct()
        for key in ("verbose_name", "choices"):
            kwargs.pop(key, None)
        return name, f"plans.tables.cells.{type(self).__name__}", args, kwargs

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

    def to_json(self, value: Any, zone: ZoneInfo | None = None) -> Any:
        """The form of REST, import and snapshots; moments in `zone` if given."""
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
        if isinstance(value, list | dict):
            raise ValueError(_("请填文字或数字，不要填列表。"))
        return self.parse(str(value))
