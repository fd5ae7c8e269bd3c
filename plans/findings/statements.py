"""SQL: what is declared against what it is, what is dangerous, and the way back."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, brief, rule
from plans.findings.fixes import SetCells
from plans.findings.placeholders import is_placeholder
from plans.findings.spots import Spot, spots
from plans.sqltext import Script, read_sql

RISKS = {
    "drop": gettext_lazy("这条 SQL 会删掉 %(tables)s（%(verb)s），请确认不再需要，并有备份。"),
    "truncate": gettext_lazy("这条 SQL 会清空 %(tables)s（%(verb)s），请确认有备份。"),
    "update-all": gettext_lazy("UPDATE 没有 WHERE，会改 %(tables)s 的每一行，请加上条件。"),
    "delete-all": gettext_lazy("DELETE 没有 WHERE，会删 %(tables)s 的每一行，请加上条件。"),
    "lock": gettext_lazy(
        "%(verb)s 可能长时间锁住 %(tables)s，请写明 ALGORITHM、LOCK 或 CONCURRENTLY，或改用在线变更工具。"
    ),
}
"""{risk: sentence}; the codes are `sql-` and the risk."""

_GENTLE = re.compile(r"gh-?ost|pt-(?:osc|online)|online\s*ddl|在线变更|无锁", re.IGNORECASE)
DRAFT = gettext_lazy("自动生成的草稿，执行前请核对")


@rule
def sql(document: Document, _context: Context) -> Iterator[Finding]:
    scripts = [
        (spot, read_sql(str(spot.row["statement"])))
        for spot in spots(document, "sql_changes")
        if spot.row.get("statement") and not is_placeholder(str(spot.row["statement"]))
    ]
    made = frozenset(name for _spot, script in scripts for name in script.makes)
    for spot, script in scripts:
        if not script.statements:
            text = gettext_lazy("这条 SQL 读不懂，没有自动检查，请人工核对。")
            yield spot.hint("statement", "sql-unread", text)
            continue
        yield from _kind(spot, script)
        yield from _risks(spot, script, made)
        yield from _way_back(spot, script)


def _kind(spot: Spot, script: Script) -> Iterator[Finding]:
    """DDL or DML, as the statement is; a mixture is both."""
    declared, kinds = str(spot.row.get("kind") or ""), script.kinds
    if not declared or not kinds or kinds == (declared,):
        return
    if len(kinds) > 1:
        text = gettext_lazy("填的是 %(declared)s，语句里既有 DDL 也有 DML，请拆成两行。")
        yield spot.warning("kind", "sql-kind", text, declared=declared, actual="DDL+DML")
        return
    text = gettext_lazy("填的是 %(declared)s，语句其实是 %(actual)s（%(verb)s）。")
    fix = SetCells(_("改为 %(name)s") % {"name": kinds[0]}, {"kind": kinds[0]})
    verb = script.changing[0].verb
    yield spot.warning("kind", "sql-kind", text, fix, declared=declared, actual=kinds[0], verb=verb)


def _risks(spot: Spot, script: Script, made: frozenset[str]) -> Iterator[Finding]:
    gentle = bool(_GENTLE.search(f"{spot.row.get('note') or ''} {spot.row['statement']}"))
    said: dict[str, tuple[set[str], list[str]]] = {}
    for risk, one in script.risky(made):
        if risk != "lock" or not gentle:
            verbs, tables = said.setdefault(risk, (set(), []))
            verbs.add(one.verb)
            tables.extend(name for name in one.tables if name not in tables)
    for risk, (verbs, tables) in said.items():
        words = {"verb": sorted(verbs), "tables": brief(tables) or ["—"]}
        yield spot.warning("statement", f"sql-{risk}", RISKS[risk], **words)


def _way_back(spot: Spot, script: Script) -> Iterator[Finding]:
    if str(spot.row.get("rollback") or "").strip() or not script.changing:
        return
    text = gettext_lazy("没有写回滚语句，出问题时来不及现写。")
    fixes = [SetCells(_("填入回滚草稿"), {"rollback": draft(script.undo)})] if script.undo else []
    verbs = list(script.verbs)
    yield spot.warning("rollback", "sql-no-rollback", text, *fixes, verb=verbs)


def draft(undo: str) -> str:
    """A proposal that says of itself that it is one."""
    return f"-- {DRAFT}\n{undo}"
