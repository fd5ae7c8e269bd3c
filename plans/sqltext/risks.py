"""What may go wrong with a statement."""

from sqlglot import exp

LOSING = (exp.Drop,)
EASING = (exp.AlgorithmProperty, exp.LockProperty)


def risks_of(tree: exp.Expression) -> tuple[str, ...]:
    """Codes in the order of their weight; see Statement.risks."""
    if isinstance(tree, exp.TruncateTable):
        return ("truncate",)
    if isinstance(tree, LOSING):
        return ("drop",) if tree.args.get("kind") != "INDEX" else ()
    if isinstance(tree, (exp.Update, exp.Delete)):
        return () if _is_bounded(tree) else (f"{tree.key}-all",)
    if isinstance(tree, exp.Alter):
        return _of_alter(tree)
    return ("lock",) if _is_index(tree) else ()


def _of_alter(tree: exp.Alter) -> tuple[str, ...]:
    drops = any(
        isinstance(one, exp.Drop) and one.args.get("kind") in ("COLUMN", "PARTITION", None)
        for one in tree.args.get("actions") or []
    )
    options = tree.args.get("options") or []
    locks = not any(isinstance(option, EASING) for option in options)
    return (*(("drop",) if drops else ()), *(("lock",) if locks else ()))


def _is_index(tree: exp.Expression) -> bool:
    """An index made on a table that may be large, without being told to stay out of the way."""
    return (
        isinstance(tree, exp.Create)
        and tree.kind == "INDEX"
        and not tree.args.get("concurrently")
        and not any(tree.find_all(*EASING))
    )


def _is_bounded(tree: exp.Expression) -> bool:
    """Has it a WHERE that is not always true, a LIMIT, or a join that picks rows?"""
    where = tree.args.get("where")
    if where is None:
        return bool(tree.args.get("limit") or tree.find(exp.Join))
    return not _is_always_true(where.this)


def _is_always_true(condition: exp.Expression) -> bool:
    if isinstance(condition, exp.Boolean):
        return bool(condition.this)
    if isinstance(condition, exp.EQ):
        both = condition.this, condition.expression
        return all(isinstance(one, exp.Literal) for one in both) and both[0] == both[1]
    return isinstance(condition, exp.Literal) and condition.name not in ("0", "")
