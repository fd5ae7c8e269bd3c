"""Every kind of connection: the drivers that need one, and the gauges."""

from collections.abc import Iterator, Mapping
from typing import Any

from gray.connecting import Preset, Setup
from gray.drivers.base import Driver
from gray.gauges.base import Gauge

Kind = type[Driver] | type[Gauge]


def kinds() -> list[Kind]:
    """Drivers first, each in the order of their files."""
    drivers = [kind for kind in Driver.all.values() if kind.options]
    return [*drivers, *(kind for kind in Gauge.all.values() if kind.options)]


def kind_of(name: str) -> Kind | None:
    """The kind of that name; None when there is none, or it needs no connection."""
    return next((kind for kind in kinds() if kind.name == name), None)


def words_of_drivers() -> frozenset[str]:
    """Every word that means a kind of driver, in small letters; no connection is called so."""
    found: set[str] = set()
    for kind in Driver.all.values():
        found.update((kind.name, str(kind.label).casefold(), *kind.words))
    return frozenset(found)


def presets_of(kind: Kind) -> tuple[Preset, ...]:
    return getattr(kind, "presets", ())


def mistakes_of(kind: Kind, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(option, sentence) of everything that cannot be right about these answers.

    `values` are all of them, kept secrets too.
    """
    yield from list(_alone(kind, values)) or _together(kind, values)


def _alone(kind: Kind, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for option in kind.options:
        if (text := values.get(option.name, "")) and (sentence := option.check(text)):
            yield option.name, sentence


def _together(kind: Kind, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What answers say against each other, which only the kind knows."""
    ask: Any = getattr(kind, "mistakes", None)
    if ask:
        yield from ask(Setup(values=values))
