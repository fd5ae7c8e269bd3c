"""Named filters that narrow what a gate covers to some rows of a section."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

Row = dict[str, Any]


@dataclass(frozen=True)
class Filter:
    """Rows whose `field` holds one of `values`: data, so that others can filter alike."""

    label: Any
    field: str
    values: tuple[str | None, ...]

    def __call__(self, row: Row) -> bool:
        return row.get(self.field) in self.values


BOTH = ("两者", "", None)
"""A case without a phase is run in both."""

FILTERS = {
    "staging": Filter(_("预发"), "phase", ("预发", *BOTH)),
    "production": Filter(_("生产"), "phase", ("生产", *BOTH)),
}


def filter_of(name: str) -> Callable[[Row], bool] | None:
    """The filter of that name, None for no name; KeyError for an unknown one."""
    return FILTERS[name] if name else None


def filter_label(name: str) -> str:
    return str(FILTERS[name].label) if name else ""
