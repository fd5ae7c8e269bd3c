"""A draft of the way back, for statements of which it is plain."""

from collections.abc import Iterator

from sqlglot import exp

MOST_ROWS = 50
MOST_COLUMNS = 12


def undo_of(tree: exp.Expression, dialect: str) -> str:
    """The statement that takes this one back, empty when that is not plain from its text."""
    if isinstance(tree, exp.Create):
        return _of_create(tree, dialect)
    if isinstance(tree, exp.Alter):
        return _of_alter(tree, dialect)
    return _of_insert(tree, dialect) if isinstance(tree, exp.Insert) else ""


def _of_create(tree: exp.Create, dialect: str) -> str:
    """What might have been there before is not dropped."""
    if tree.args.get("exists") or tree.args.get("replace"):
        return ""
    if tree.kind == "INDEX" and isinstance(tree.this, exp.Index):
        table, name = tree.this.args.get("table"), tree.this.this
        if not table or not name:
            return ""
        is_mysql = dialect == "mysql" and not tree.args.get("concurrently")
        on = f" ON {table.sql(dialect)}" if is_mysql else ""
        return f"DROP INDEX {name.sql(dialect)}{on};"
    if tree.kind not in ("TABLE", "VIEW"):
        return ""
    named = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    return f"DROP {tree.kind} {named.sql(dialect)};" if isinstance(named, exp.Table) else ""


def _of_alter(tree: exp.Alter, dialect: str) -> str:
    """Of additions only; one that is something else leaves the whole without a draft."""
    parts = [part for one in tree.args.get("actions") or [] for part in _added(one, dialect)]
    if not parts or "" in parts or not isinstance(tree.this, exp.Table):
        return ""
    return f"ALTER TABLE {tree.this.sql(dialect)} {', '.join(reversed(parts))};"


def _added(action: exp.Expression, dialect: str) -> Iterator[str]:
    """The drops that undo an addition; "" for anything else."""
    if isinstance(action, exp.ColumnDef) and not action.args.get("exists"):
        yield f"DROP COLUMN {action.this.sql(dialect)}"
    elif isinstance(action, exp.AddConstraint):
        yield from (_constraint(one, dialect) for one in action.expressions)
    else:
        yield ""


def _constraint(added: exp.Expression, dialect: str) -> str:
    named = added.this
    if isinstance(added, exp.UniqueColumnConstraint) and isinstance(named, exp.Schema):
        named = named.this
    known = isinstance(added, (exp.UniqueColumnConstraint, exp.IndexColumnConstraint))
    is_name = isinstance(named, exp.Identifier)
    return f"DROP INDEX {named.sql(dialect)}" if known and is_name and dialect == "mysql" else ""


def _of_insert(tree: exp.Insert, dialect: str) -> str:
    """DELETE of the very rows: by the literal id, else by every literal column."""
    schema, rows = tree.this, tree.expression
    upsert = any(tree.args.get(name) for name in ("conflict", "ignore", "overwrite", "alternative"))
    if upsert or not isinstance(schema, exp.Schema) or not isinstance(rows, exp.Values):
        return ""
    columns = [column.sql(dialect) for column in schema.expressions]
    if len(rows.expressions) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        return ""
    picks = [_picked(columns, row.expressions, dialect) for row in rows.expressions]
    if not picks or not all(picks):
        return ""
    table = schema.this.sql(dialect)
    return "\n".join(" ".join(("DELETE FROM", table, "WHERE", f"{pick};")) for pick in picks)


def _picked(columns: list[str], values: list[exp.Expression], dialect: str) -> str:
    known = {
        column: value.sql(dialect)
        for column, value in zip(columns, values, strict=False)
        if isinstance(value, exp.Literal) or (isinstance(value, exp.Neg) and value.this.is_number)
    }
    if len(columns) != len(values):
        return ""
    key = next((name for name in known if name.strip('`"').lower() == "id"), None)
    chosen = {key: known[key]} if key else known if len(known) == len(columns) else {}
    return " AND ".join(f"{column} = {value}" for column, value in chosen.items())
