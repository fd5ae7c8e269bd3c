"""Which SQL statement takes another one back: DROP TABLE a undoes CREATE TABLE a."""

import re
from collections.abc import Iterator

Effect = tuple[str, str, str]
"""(what, its name, "+" when it is made, "-" when it is taken away, "=" when it is changed)."""

_NAME = r"[`\"\[]?(?:[\w$]+[`\"\]]?\s?\.\s?[`\"\[]?)?(?P<{0}>[\w$]+)[`\"\]]?"
_IF = r"(?:if\s+(?:not\s+)?exists\s+)?"
_TABLE = re.compile(
    rf"(?P<verb>create|drop)\s+(?:temporary\s+|or\s+replace\s+|materialized\s+)*"
    rf"(?P<what>table|view|database|schema|sequence|procedure|function|trigger)\s+{_IF}{_NAME.format('name')}",
    re.IGNORECASE,
)
_INDEX = re.compile(
    rf"(?P<verb>create|drop)\s+(?:unique\s+|fulltext\s+)?index\s+(?:concurrently\s+)?{_IF}{_NAME.format('name')}",
    re.IGNORECASE,
)
_ROWS = re.compile(
    rf"(?P<verb>insert\s+(?:ignore\s+)?into|replace\s+into|delete\s+from|truncate(?:\s+table)?|update)\s+{_NAME.format('name')}",
    re.IGNORECASE,
)
_RENAME = re.compile(
    rf"(?:rename\s+table|alter\s+table)\s+{_NAME.format('old')}\s+(?:rename\s+)?to\s+{_NAME.format('new')}\s*$",
    re.IGNORECASE,
)
_ALTER = re.compile(rf"alter\s+table\s+{_IF}{_NAME.format('table')}\s+(?P<rest>.+)$", re.I | re.S)
_CLAUSE = re.compile(
    rf"(?:^|,)\s*(?P<verb>add|drop|modify|change|alter)\s+(?P<what>(?:unique\s+|fulltext\s+)?(?:index|key)\s+|constraint\s+|foreign\s+key\s+|column\s+)?"
    rf"{_IF}(?P<name>[`\"]?[\w$]+[`\"]?)(?![\w$])",
    re.IGNORECASE,
)
_SIGNS = {"create": "+", "add": "+", "drop": "-"}
_BACK = {"+": "-", "-": "+", "=": "="}
_LONGEST = 5_000


def effects(statement: str) -> frozenset[Effect]:
    """What a statement makes, takes away or changes; nothing where that is not sure."""
    text = re.sub(r"/\*.{0,200}?\*/|--[^\n]*", " ", statement[:_LONGEST], flags=re.DOTALL).strip()
    return frozenset(_effects(text.rstrip("; \n")))


def undoes(undo: frozenset[Effect], done: frozenset[Effect]) -> bool:
    """Whether everything that `undo` does takes back a part of `done`."""
    return bool(undo) and {(what, name, _BACK[sign]) for what, name, sign in undo} <= done


def _effects(text: str) -> Iterator[Effect]:
    if match := _TABLE.match(text):
        if match["what"].casefold() != "table" or not re.search(r",\s*\w+\s*$", text[:200]):
            yield match["what"].casefold(), _bare(match["name"]), _SIGNS[match["verb"].casefold()]
    elif match := _INDEX.match(text):
        yield "index", _bare(match["name"]), _SIGNS[match["verb"].casefold()]
    elif match := _RENAME.match(text):
        yield from _renamed(match)
    elif match := _ALTER.match(text):
        yield from _altered(_bare(match["table"]), match["rest"])
    elif match := _ROWS.match(text):
        yield "rows", _bare(match["name"]), _rows_sign(match["verb"].casefold())


def _renamed(match: re.Match[str]) -> Iterator[Effect]:
    yield "name", _bare(match["old"]), "-"
    yield "name", _bare(match["new"]), "+"


def _altered(table: str, rest: str) -> Iterator[Effect]:
    """Columns belong to their table; indexes are known by their own name."""
    flat = _unbracketed(rest)
    for match in _CLAUSE.finditer(flat):
        what = (match["what"] or "column").casefold().split()[-1]
        what = "index" if what in ("index", "key") else what
        name = _bare(match["name"])
        sign = _SIGNS.get(match["verb"].casefold(), "=")
        yield what, name if what == "index" else f"{table}.{name}", sign


def _unbracketed(text: str) -> str:
    """The text without what stands in quotes and in brackets."""
    plain = re.sub(r"'[^']*'", "''", text)
    for _round in range(3):
        plain = re.sub(r"\([^()]*\)", " ", plain)
    return plain


def _rows_sign(verb: str) -> str:
    if verb.startswith(("insert", "replace")):
        return "+"
    return "=" if verb == "update" else "-"


def _bare(name: str) -> str:
    return name.strip('`"[]').casefold()
