"""Named filters that narrow what a gate covers to some rows of a section."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

Row = dict[str, Any]


def _staging(row: Row) -> bool:
    """A case without a phase is run in both."""
    return row.get("phase") in ("预发", "两者", "", None)


def _production(row: Row) -> bool:
    return row.get("phase") in ("生产", "两者", "", None)


FILTERS: dict[str, tuple[Any, Callable[[Row], bool]]] = {
    "staging": (_("预发"), _staging),
    "production": (_("生产"), _production),
}


def filter_of(name: str) -> Callable[[Row], bool] | None:
    """The filter of that name, None for no name; KeyError for an unknown one."""
    return FILTERS[name][1] if name else None


def filter_label(name: str) -> str:
    return str(FILTERS[name][0]) if name else ""
