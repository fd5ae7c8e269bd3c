"""All sections of the installation, in document order."""

from plans.tables.section import Section


def sections() -> list[Section]:
    return sorted(Section.declared.values(), key=lambda section: (section.order, section.key))


def section(key: str) -> Section:
    """The section of that key; KeyError when there is none."""
    return Section.declared[key]


def has_section(key: str) -> bool:
    return key in Section.declared
