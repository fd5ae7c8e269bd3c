"""All sections of the installation, in document order."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plans.tables.section import Section

_sections: dict[str, "Section"] = {}


def register(section: "Section") -> None:
    known = _sections.get(section.key)
    if known and known.model.__qualname__ != section.model.__qualname__:
        raise ValueError(f"section {section.key} is declared twice")
    _sections[section.key] = section


def sections() -> list["Section"]:
    return sorted(_sections.values(), key=lambda section: (section.order, section.key))


def section(key: str) -> "Section":
    """The section of that key; KeyError when there is none."""
    return _sections[key]


def has_section(key: str) -> bool:
    return key in _sections
