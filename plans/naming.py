"""Which cells of a plan name applications (pure).

A column says so itself: its section declares `words` that point at `apps.app`.
"""

from collections.abc import Mapping
from typing import Any

from plans.batches import OUTSIDE
from plans.tables.registry import sections
from plans.tables.section import Section

TARGET, DEPENDED = "apps.app", "apps.depends_on"
"""Where applications are released, and where a name is only waited for."""


def naming_fields(part: Section) -> list[str]:
    """The columns of the section in which application names stand."""
    own = [TARGET.split(".")[1]] if part.key == TARGET.split(".")[0] else []
    words: Mapping[str, str] = part.more.get("words", {})
    return own + [name for name, target in words.items() if target == TARGET]


def naming_sections() -> dict[str, list[str]]:
    """{section: its naming columns}."""
    found = {part.key: naming_fields(part) for part in sections()}
    return {key: fields for key, fields in found.items() if fields}


def names_in(value: Any) -> list[str]:
    """The names of one cell; what lies outside the plan (`外部:NAME`) is no application of ours."""
    texts = value if isinstance(value, list) else [value]
    return [text for text in texts if text and not text.startswith(OUTSIDE)]
