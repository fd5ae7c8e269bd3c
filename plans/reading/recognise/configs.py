"""Configuration in code below a heading of configuration: key = value lines, YAML of plain values."""

import re

from plans.reading.blocks import Code, Content
from plans.reading.context import Reading, Scene
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank
from plans.reading.told import tell

_PAIR = re.compile(r"^\s*(?P<key>[A-Za-z][\w.\[\]-]*)\s*(?:=|:\s)\s*(?P<value>.*?)\s*$")
_NESTED = re.compile(
    r"^(?P<indent> {0,40})(?P<key>[A-Za-z][\w.\[\]-]{0,80}):(?:\s+(?P<value>[^\s#|>\[{&*][^#]*?))?\s*(?:\s#.*)?$"
)
_DEEPEST = 12
_SECTION = re.compile(r"^\s*\[(?P<name>[\w.-]+)\]\s*$")


@recogniser("configs")
def read_configs(block: Content, scene: Scene) -> Reading | None:
    """One row for each line; `[name]` lines and comments say where it belongs. YAML with lists stays prose."""
    if not isinstance(block, Code) or not scene.is_named(depth=1):
        return None
    rows = _flat(block, scene) or _nested(block, scene)
    if rows:
        rows[0].raw["key"] = block.source
    return Reading.of("configs", rows)


def _flat(block: Code, scene: Scene) -> list[RowBuilder]:
    """key = value lines; nothing when another line is among them."""
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
                return []
            rows.append(tell(_row(pair, namespace, notes, scene), scene))
            notes = []
    return rows


def _nested(block: Code, scene: Scene) -> list[RowBuilder]:
    """Keys below keys by their indentation: spring: / redis: / timeout: 3 is spring.redis.timeout."""
    rows: list[RowBuilder] = []
    above: list[tuple[int, str]] = []
    for line in block.text.split("\n"):
        plain = line.strip()
        if not plain or plain.startswith("#") or plain == "---":
            continue
        match = _NESTED.match(line.expandtabs(2))
        if not match:
            return []
        indent = len(match["indent"])
        above = [(far, key) for far, key in above if far < indent]
        if match["value"]:
            key = ".".join([*(key for _far, key in above), match["key"]])
            value = match["value"].strip("'\"")
            rows.append(tell(scene.builder().put("key", key).put("value", value), scene))
        else:
            above.append((indent, match["key"]))
    return [] if len(above) > _DEEPEST else rows


def _row(pair: re.Match[str], namespace: str, notes: list[str], scene: Scene) -> RowBuilder:
    row = (
        scene.builder()
        .put("key", pair["key"])
        .put("value", pair["value"])
        .put("namespace", namespace)
    )
    return row.put("note", "\n".join(note for note in notes if note))
