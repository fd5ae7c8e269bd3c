"""Configuration in code below a heading of configuration: key = value lines."""

import re

from plans.reading.blocks import Code, Content
from plans.reading.context import Reading, Scene
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank
from plans.reading.told import tell

_PAIR = re.compile(r"^\s*(?P<key>[A-Za-z][\w.\[\]-]*)\s*(?:=|:\s)\s*(?P<value>.*?)\s*$")
_SECTION = re.compile(r"^\s*\[(?P<name>[\w.-]+)\]\s*$")


@recogniser("configs")
def read_configs(block: Content, scene: Scene) -> Reading | None:
    """One row for each line; `[name]` lines and comments say where it belongs. Nested YAML stays prose."""
    if not isinstance(block, Code) or not scene.is_named(depth=1):
        return None
    rows: list[RowBuilder] = []
    notes: list[str] = []
    namespace = ""
    for line in block.text.split("\n"):
        if line.strip().startswith(("#", "//", ";", "!")):
            notes.append(line.strip().lstrip("#/;! "))
        elif section := _SECTION.match(line):
            namespace = section["name"]
        elif not is_blank(line):
            pair = _PAIR.match(line)
            if (
                not pair
                or (not pair["value"] and line.rstrip().endswith(":"))
                or line[:1].isspace()
            ):
                return None
            rows.append(tell(_row(pair, namespace, notes, scene), scene))
            notes = []
    if rows:
        rows[0].raw["key"] = block.source
    return Reading.of("configs", rows)


def _row(pair: re.Match[str], namespace: str, notes: list[str], scene: Scene) -> RowBuilder:
    row = (
        scene.builder()
        .put("key", pair["key"])
        .put("value", pair["value"])
        .put("namespace", namespace)
    )
    return row.put("note", "\n".join(note for note in notes if note))
