"""A helper: looks at one cell in its row and says what is worth knowing."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from plans.tables.section import Section

INFO, OK, WARN, BAD = "info", "ok", "warn", "bad"


@dataclass(frozen=True)
class Offer:
    """A text that one click writes into a cell of the row; `label` is the button."""

    label: str
    field: str
    text: str


@dataclass(frozen=True)
class Help:
    """A sentence with its tone (info, ok, warn, bad), lines below it, and offers."""

    tone: str
    text: str
    lines: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Scene:
    """The cell `field` of a JSON `row` of the section `key`; `now` in the plan's zone.

    may_edit  whoever asks may write this row: what other systems hold is for them alone
    """

    key: str
    row: Mapping[str, Any]
    field: str
    now: datetime
    may_edit: bool = False

    @property
    def text(self) -> str:
        return self.said(self.field)

    def said(self, field: str) -> str:
        """The row's cell as text."""
        return str(self.row.get(field) or "").strip()


Helper = Callable[[Scene], Help | None]
_helpers: dict[str, Helper] = {}


def helper(name: str) -> Callable[[Helper], Helper]:
    """Register a helper under the name by which sections ask for it."""

    def register(function: Helper) -> Helper:
        if name in _helpers:
            raise ValueError(f"helper {name} is declared twice")
        _helpers[name] = function
        return function

    return register


def helpers_of(part: Section) -> dict[str, tuple[str, ...]]:
    """{field: names of helpers} of a section."""
    return dict(part.more.get("helpers") or {})


def known(name: str) -> bool:
    return name in _helpers


def helps(
    part: Section, row: Mapping[str, Any], now: datetime, *, may_edit: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """{field: [help]} of one row; fields of which nobody knows anything are absent.

    A helper that a section names and nobody registered is left out: its wing is not there.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for field, names in helpers_of(part).items():
        scene = Scene(part.key, row, field, now, may_edit)
        said = [_helpers[name](scene) for name in names if name in _helpers]
        if any(said):
            found[field] = [one.as_json() for one in said if one]
    return found
