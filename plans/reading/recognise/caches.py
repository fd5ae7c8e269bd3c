"""Cache commands in code below a heading of caches."""

import re

from plans.reading.blocks import Code, Content
from plans.reading.context import Reading, Scene
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank
from plans.reading.told import tell

_COMMAND = re.compile(
    r"^\s*(?:redis-cli\b|del\b|unlink\b|flushdb\b|flushall\b|set\b|setex\b|hset\b|hdel\b|expire\b|sadd\b|srem\b|zadd\b|lpush\b|rpush\b"
    r"|eval\b|scan\b|curl\b|memcached?\b|\$|>)",
    re.IGNORECASE,
)
_CLEARS = re.compile(r"\b(?:del|unlink|flushdb|flushall|hdel|srem|expire)\b|--scan", re.IGNORECASE)
_HOST = re.compile(r"-h\s+(?P<host>\S+)")


@recogniser("caches")
def read_caches(block: Content, scene: Scene) -> Reading | None:
    """One row for each command line; comments above it are its note."""
    if not isinstance(block, Code) or not scene.is_named(strength=1, depth=0):
        return None
    rows: list[RowBuilder] = []
    notes: list[str] = []
    for line in block.text.split("\n"):
        plain = line.strip()
        if plain.startswith(("#", "//", "--")):
            notes.append(plain.lstrip("#/- "))
        elif plain and not _COMMAND.match(plain):
            return None
        elif not is_blank(plain):
            rows.append(_row(plain, notes, scene))
            notes = []
    if rows:
        rows[0].raw["command"] = block.source
    return Reading.of("caches", rows)


def _row(command: str, notes: list[str], scene: Scene) -> RowBuilder:
    host = _HOST.search(command)
    row = (
        scene.builder()
        .put("command", command)
        .put("note", "\n".join(note for note in notes if note))
    )
    row.put("instance", host["host"] if host else "")
    if _CLEARS.search(command):
        row.put("operation", "clear")
    return tell(row, scene)
