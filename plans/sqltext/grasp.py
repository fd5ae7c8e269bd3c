"""Parses a script, in the dialects that our documents are written in."""

import logging
from collections.abc import Iterator

import sqlglot
from sqlglot import exp

from plans.sqltext.risks import risks_of
from plans.sqltext.script import DDL, DML, NOT_SQL, Script, Statement
from plans.sqltext.undo import undo_of
from plans.sqltext.words import by_words

DIALECTS = ("mysql", "postgres", "oracle")
_DDL = (exp.Create, exp.Drop, exp.Alter, exp.TruncateTable, exp.Comment, exp.Grant)
_DML = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.LoadData)
_STILL = (exp.Query, exp.Set, exp.Use, exp.Transaction, exp.Commit, exp.Rollback, exp.Show)

logging.getLogger("sqlglot").setLevel(logging.ERROR)


def grasp(text: str) -> Script:
    """The script as the first dialect reads it that knows every statement."""
    best = NOT_SQL
    for dialect in DIALECTS:
        try:
            parsed = sqlglot.parse(text, dialect=dialect)
        except (sqlglot.errors.SqlglotError, RecursionError, ValueError):
            continue
        trees = [tree for tree in parsed if isinstance(tree, exp.Expression)]
        found = tuple(filter(None, (_statement(tree, dialect) for tree in trees)))
        script = Script(found, bool(found) and len(found) == len(trees))
        if script.understood and not any(isinstance(tree, exp.Command) for tree in trees):
            return script
        if script.understood and not best.understood:
            best = script
    return best if best.understood else _by_words(text)


def _by_words(text: str) -> Script:
    """Nobody could parse it: what the first word of each statement tells, if it is SQL at all."""
    found = tuple(filter(None, (by_words(part) for part in text.split(";"))))
    return Script(found, understood=False)


def _statement(tree: exp.Expression, dialect: str) -> Statement | None:
    if isinstance(tree, exp.Command):
        return by_words(f"{tree.name} {tree.args.get('expression') or ''}")
    kind = _kind(tree)
    if kind is None:
        return None
    target = _target(tree)
    return Statement(
        _verb(tree),
        kind,
        tuple(dict.fromkeys(_names(tree))) if kind else (),
        risks_of(tree),
        undo_of(tree, dialect),
        _name(target) if isinstance(tree, exp.Create) and tree.kind == "TABLE" and target else "",
    )


def _kind(tree: exp.Expression) -> str | None:
    """DDL, DML, "" for what changes nothing, None for what is no statement."""
    if isinstance(tree, _DDL):
        return DDL
    if isinstance(tree, _DML):
        return DML
    return "" if isinstance(tree, _STILL) else None


def _verb(tree: exp.Expression) -> str:
    names = {exp.TruncateTable: "TRUNCATE", exp.LoadData: "LOAD DATA"}
    verb = names.get(type(tree), tree.key.upper())
    kind = tree.args.get("kind")
    return f"{verb} {kind}" if isinstance(kind, str) and isinstance(tree, _DDL) else verb


def _names(tree: exp.Expression) -> Iterator[str]:
    """The tables that the statement changes: its own, not those it reads."""
    if isinstance(tree, exp.TruncateTable):
        found = tree.expressions
    elif isinstance(tree, exp.Drop):
        is_index = tree.args.get("kind") == "INDEX"
        cluster = tree.args.get("cluster")
        found = ([cluster.this] if cluster else []) if is_index else tree.args.get("tables") or []
    else:
        found = [_target(tree)]
    yield from (_name(one) for one in found if isinstance(one, exp.Table))


def _target(tree: exp.Expression) -> exp.Table | None:
    """The table in the statement's first place; of an index the table that it is on."""
    first = tree.this
    if isinstance(first, exp.Index):
        first = first.args.get("table")
    if isinstance(first, exp.Schema):
        first = first.this
    return first if isinstance(first, exp.Table) else None


def _name(table: exp.Table) -> str:
    """database.table in lower case, as far as the statement names them."""
    return ".".join(part.name.lower() for part in table.parts)
