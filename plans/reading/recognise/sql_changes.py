"""SQL in code: one row for each statement, known by its content whatever the fence says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plans.reading.blocks import Code, Content
from plans.reading.context import Found, Reading, Scene
from plans.reading.registry import recogniser
from plans.reading.rows import Row, RowBuilder
from plans.reading.text import is_blank
from plans.reading.told import tell
from plans.reading.undoing import Effect, effects, undoes

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
_MOST_RIVALS = 50
_ROLLBACK = re.compile("回滚|回退|rollback|undo", re.IGNORECASE)
_BACK = re.compile(
    r"\W{0,6}(?:回滚|回退|rollback|undo)\s?(?:sql|脚本|语句|方案|操作|script|statements?)?\W{0,6}",
    re.IGNORECASE,
)
_PIECES = re.compile(
    r"'(?:[^'\\]|\\.|'')*(?:'|\Z)|\"(?:[^\"\\]|\\.)*(?:\"|\Z)|`[^`]*(?:`|\Z)|--[^\n]*|/\*.*?(?:\*/|\Z)|;|[^;'\"`/-]+|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """`comments` stand above it, `after` on the line where it ends."""

    text: str
    comments: tuple[str, ...]
    after: str = ""


@recogniser("sql_changes", anywhere=True, order=25)
def read_sql(block: Content, scene: Scene) -> Reading | None:
    """Code whose statements all are SQL and at least one changes something.

    A roll-back script fills the statements above that it surely undoes, and else stays prose.
    """
    if not isinstance(block, Code):
        return None
    statements = list(_statements(_unwrapped(block.text)))
    told = [found for found in statements if found.text]
    if not told or not all(_STATEMENT.match(found.text) for found in told):
        return None
    if not any(_CHANGES.match(found.text) for found in told):
        return None
    if any(_ROLLBACK.search(title) for title in scene.place.titles[:2]):
        undo = [found.text for found in told if _CHANGES.match(found.text)]
        empty = Found("sql_changes", [])
        return Reading((empty,), "", lambda sections: _take_back(undo, block.source, sections))
    forth, undo = _halves(statements)
    rows = _rows(forth, scene)
    if not rows:
        return None
    rows[0].raw["statement"] = block.source
    reading = Reading.of("sql_changes", rows)
    if undo and reading:
        script = ";\n".join(undo)
        is_placed = _take_back(undo, script, {"sql_changes": reading.found[0].rows})
        return reading if is_placed else reading.with_left(script)
    return reading


def _halves(statements: list[_Statement]) -> tuple[list[_Statement], list[str]]:
    """The statements, and those below a comment like `-- 回滚` that take them back."""
    for at, found in enumerate(statements):
        if at and any(_BACK.fullmatch(line.strip()) for line in found.comments):
            return statements[:at], [one.text for one in statements[at:] if one.text]
    return statements, []


def _take_back(undo: list[str], source: str, sections: Mapping[str, list[Row]]) -> bool:
    """Give each statement what undoes it; whether all of the script found its place."""
    rows = [row for row in sections.get("sql_changes", []) if not row["rollback"]]
    known = [effects(row["statement"]) for row in rows]
    pairs = _paired([effects(text) for text in undo], known)
    for index, at in sorted(pairs.items()):
        told = rows[at]["rollback"]
        rows[at]["rollback"] = f"{told};\n{undo[index]}" if told else undo[index]
    if pairs:
        rows[min(pairs.values())]["raw"]["rollback"] = source
    return len(pairs) == len(undo)


def _paired(undo: list[frozenset[Effect]], done: list[frozenset[Effect]]) -> dict[int, int]:
    """{index of the undoing statement: index of the only one that it undoes}; rows of a table
    are taken back surely only where one statement each speaks of them."""
    by_name: dict[tuple[str, str], list[int]] = {}
    for at, forth in enumerate(done):
        for what, name in {effect[:2] for effect in forth}:
            by_name.setdefault((what, name), []).append(at)
    rivals = Counter(undo)
    pairs: dict[int, int] = {}
    for index, back in enumerate(undo):
        near = by_name.get(min(back)[:2], []) if back else []
        targets = [at for at in near[:_MOST_RIVALS] if undoes(back, done[at])]
        if len(targets) == 1 and rivals[back] == 1:
            pairs[index] = targets[0]
    return pairs


def _unwrapped(text: str) -> str:
    """The SQL of `mysql … <<EOF`, else the text itself."""
    match = _HEREDOC.match(text, max(text.find("<<"), 0))
    return match["body"] if match and re.search(r"mysql|psql|sqlplus|clickhouse", text) else text


def _statements(text: str) -> Iterator[_Statement]:
    """Statements between semicolons; strings and comments may hold semicolons too."""
    parts = _parts(text)
    for at, part in enumerate(parts):
        after = _after(parts[at + 1]) if at + 1 < len(parts) else ""
        yield _statement(part.partition("\n")[2] if at and _after(part) else part, after)


def _parts(text: str) -> list[str]:
    parts, pieces = [], list[str]()
    for match in _PIECES.finditer(text):
        if match[0] == ";":
            parts.append("".join(pieces))
            pieces = []
        else:
            pieces.append(match[0])
    return [*parts, "".join(pieces)]


def _after(following: str) -> str:
    """A comment behind the semicolon speaks of the statement before it."""
    match = _COMMENT.match(following.split("\n", 1)[0])
    return match["text"].strip() if match and not is_blank(match["text"]) else ""


def _statement(source: str, after: str) -> _Statement:
    """Comments above a statement are notes on it; those inside stay where they are."""
    lines = source.strip("\n").split("\n")
    comments: list[str] = []
    while lines and (is_blank(lines[0]) or _COMMENT.match(lines[0])):
        match = _COMMENT.match(lines.pop(0))
        if match and not is_blank(match["text"]):
            comments.append(match["text"].strip())
    text = "\n".join(lines).strip()
    return _Statement("" if _is_nothing(text) else text, tuple(comments), after)


def _is_nothing(text: str) -> bool:
    return text.strip().casefold() in ("n/a", "无", "none", "") or is_blank(text)


def _rows(statements: list[_Statement], scene: Scene) -> list[RowBuilder]:
    """`use db` names the database of what follows; a comment that undoes goes to what it undoes."""
    rows: list[RowBuilder] = []
    undo: list[tuple[int, str]] = []
    database = ""
    for found in statements:
        if use := _USE.match(found.text):
            database = use["name"]
            continue
        undo += [(len(rows), comment) for comment in found.comments if _ROLLBACK.match(comment)]
        if found.text:
            row = scene.builder().put("statement", found.text).put("database", database)
            notes = [one for one in found.comments if not _ROLLBACK.match(one)]
            if _ROLLBACK.match(found.after):
                row.put("rollback", _undoing(found.after))
            elif found.after:
                notes.append(found.after)
            rows.append(tell(row.put("note", "\n".join(notes)), scene))
    _place(undo, rows)
    return rows


def _place(undo: list[tuple[int, str]], rows: list[RowBuilder]) -> None:
    """Comments that undo: to the statement that they surely undo, else to the one beside them
    where all of them stand on the same side."""
    known = [effects(row.told("statement")) for row in rows]
    sides = {at for at, _comment in undo}
    above = sides <= set(range(len(rows))) and 0 in sides
    below = 0 not in sides and len(rows) in sides
    for at, comment in undo:
        pairs = _paired([effects(_undoing(comment))], known)
        target = pairs.get(0, at if above else at - 1 if below else None)
        if target is not None and not rows[target].told("rollback"):
            rows[target].put("rollback", _undoing(comment))


def _undoing(comment: str) -> str:
    """回滚: DELETE …; → DELETE …"""
    return re.sub(r"^[^:：]{0,20}[:：]\s*", "", comment).rstrip("; ")
