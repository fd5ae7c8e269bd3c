"""All sections of the installation, in document order."""

from functools import lru_cache

from plans.tables.section import Section


def sections() -> list[Section]:
    return [Section.declared[key] for key in _order(tuple(Section.declared))]


@lru_cache(maxsize=4)
def _order(keys: tuple[str, ...]) -> list[str]:
    """Sorted once: every digest of a plan asks for it."""
    return sorted(keys, key=lambda key: (Section.declared[key].order, key))


def section(key: str) -> Section:
    """The section of that key; KeyError when there is none."""
    return Section.declared[key]


def has_section(key: str) -> bool:
    return key in Section.declared
