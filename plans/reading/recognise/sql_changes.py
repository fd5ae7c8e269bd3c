"""SQL in code: one row for each statement, known by its content whatever the fence says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.reading.blocks import Code, Content
from plans.reading.context import Reading, Scene
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank
from plans.reading.told import tell

_STATEMENT = re.compile(
    r"^\s*(?:create\s+(?:or\s+replace\s+)?(?:temporary\s+|unique\s+|global\s+)?(?:table|index|view|database|schema|procedure|function|trigger|sequence|user|materialized)"
    r"|alter\s+(?:table|database|index|view|user|sequence|schema)|drop\s+(?:table|index|view|database|column|procedure|schema|trigger|sequence)"
    r"|truncate\s+|rename\s+table|insert\s+(?:ignore\s+)?into|replace\s+into|update\s+\S+(?:\s+\w+)?\s+set\b|delete\s+from|merge\s+into"
    r"|grant\s+|revoke\s+|comment\s+on|call\s+\w+\s*\(|set\s+\S+\s*=|use\s+[`\w]+\s*$|begin\b|start\s+transaction|commit\b|select\s+)",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"^\s*(?:create|alter|drop|truncate|rename|insert|replace|update|delete|merge|grant|revoke|comment|call)\b",
    re.IGNORECASE,
)
_USE = re.compile(r"^\s*use\s+`?(?P<name>\w+)`?\s*$", re.IGNORECASE)
_HEREDOC = re.compile(
    r"<<-?\s*['\"]?(?P<mark>\w+)['\"]?[^\n]*\n(?P<body>.*?)\n\s*(?P=mark)\s*(?:\n|$)", re.DOTALL
)
_COMMENT = re.compile(r"^\s*(?:--|#)\s?(?P<text>.*)$")
_ROLLBACK = re.compile("回滚|回退|rollback|undo", re.IGNORECASE)
_PIECES = re.compile(
    r"'(?:[^'\\]|\\.|'')*(?:'|\Z)|\"(?:[^\"\\]|\\.)*(?:\"|\Z)|`[^`]*(?:`|\Z)|--[^\n]*|/\*.*?(?:\*/|\Z)|;|[^;'\"`/-]+|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    comments: tuple[str, ...]
    source: str


@recogniser("sql_changes", anywhere=True, order=25)
def read_sql(block: Content, scene: Scene) -> Reading | None:
    """Code whose statements all are SQL and at least one changes something; roll-back scripts stay prose."""
    if not isinstance(block, Code) or any(
        _ROLLBACK.search(title) for title in scene.place.titles[:2]
    ):
        return None
    body = _unwrapped(block.text)
    statements = [found for found in _statements(body) if found.text]
    if not statements or not all(_STATEMENT.match(found.text) for found in statements):
        return None
    if not any(_CHANGES.match(found.text) for found in statements):
        return None
    rows = list(_rows(statements, scene))
    rows[0].raw["statement"] = block.source
    return Reading.of("sql_changes", rows)


def _unwrapped(text: str) -> str:
    """The SQL of `mysql … <<EOF`, else the text itself."""
    match = _HEREDOC.match(text, max(text.find("<<"), 0))
    return match["body"] if match and re.search(r"mysql|psql|sqlplus|clickhouse", text) else text


def _statements(text: str) -> Iterator[_Statement]:
    """Statements between semicolons; strings and comments may hold semicolons too."""
    pieces: list[str] = []
    for match in _PIECES.finditer(text):
        if match[0] == ";":
            yield _statement("".join(pieces))
            pieces = []
        else:
            pieces.append(match[0])
    yield _statement("".join(pieces))


def _statement(source: str) -> _Statement:
    """Comments above a statement are notes on it; those inside stay where they are."""
    lines = source.strip("\n").split("\n")
    comments: list[str] = []
    while lines and (is_blank(lines[0]) or _COMMENT.match(lines[0])):
        match = _COMMENT.match(lines.pop(0))
        if match and not is_blank(match["text"]):
            comments.append(match["text"].strip())
    text = "\n".join(lines).strip()
    return _Statement("" if _is_nothing(text) else text, tuple(comments), source)


def _is_nothing(text: str) -> bool:
    return text.strip().casefold() in ("n/a", "无", "none", "") or is_blank(text)


def _rows(statements: list[_Statement], scene: Scene) -> Iterator[RowBuilder]:
    """`use db` names the database of what follows."""
    database = ""
    for found in statements:
        if use := _USE.match(found.text):
            database = use["name"]
            continue
        row = scene.builder().put("statement", found.text).put("database", database)
        note = [comment for comment in found.comments if not _ROLLBACK.match(comment)]
        undo = [
            re.sub(r"^[^:：]*[:：]\s*", "", one) for one in found.comments if _ROLLBACK.match(one)
        ]
        yield tell(row.put("note", "\n".join(note)).put("rollback", "\n".join(undo)), scene)
