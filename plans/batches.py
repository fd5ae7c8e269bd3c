"""Batches and dependencies: what may start, and the order of going back (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from ground.verdict import ALLOWED, Verdict, denied

UNDO_WITHIN = timedelta(minutes=1)
"""So long can the last tap on an application be taken back."""
OUTSIDE = ("外部:", "外部：")
PASSED = frozenset({"verified", "skipped"})
STARTED = frozenset({"deploying", "deployed", "verified", "verify_failed", "failed"})


@dataclass(frozen=True)
class AppNode:
    """What the order needs to know of one application row."""

    id: int
    app: str
    batch: int
    state: str
    depends_on: tuple[str, ...]


def nodes(rows: Iterable[Any]) -> list[AppNode]:
    """From model rows or JSON rows."""
    return [_node(row) for row in rows]


def _node(row: Any) -> AppNode:
    get = row.get if isinstance(row, dict) else lambda name: getattr(row, name)
    pk = row["id"] if isinstance(row, dict) and "id" in row else getattr(row, "pk", 0)
    return AppNode(
        pk,
        get("app") or "",
        get("batch") or 0,
        get("state") or "pending",
        tuple(get("depends_on") or ()),
    )


def may_start(node: AppNode, everything: Sequence[AppNode]) -> Verdict:
    """Earlier batches verified or skipped, every dependency verified; else why not."""
    for other in everything:
        if other.batch < node.batch and other.state not in PASSED:
            return denied(
                _("第 %(batch)s 批的 %(app)s 还没有验证通过，第 %(mine)s 批不能开始。")
                % {"batch": other.batch, "app": other.app, "mine": node.batch}
            )
    for name in node.depends_on:
        verdict = _dependency(node, name, everything)
        if not verdict:
            return verdict
    return ALLOWED


def _dependency(node: AppNode, name: str, everything: Sequence[AppNode]) -> Verdict:
    if name.startswith(OUTSIDE):
        return denied(
            _("%(app)s 依赖计划外的 %(name)s，请确认它已就绪，并写明原因后开始。")
            % {"app": node.app, "name": name[3:]}
        )
    found = [other for other in everything if other.app.casefold() == name.casefold()]
    if found and all(other.state == "verified" for other in found):
        return ALLOWED
    return denied(_("%(app)s 依赖的 %(name)s 还没有验证通过。") % {"app": node.app, "name": name})


def rollback_order(everything: Sequence[AppNode]) -> list[AppNode]:
    """Who goes back first: whoever depends on others, and later batches, before the rest.

    The reverse of the dependency order; a cycle falls back to the batches.
    """
    by_name = {node.app.casefold(): node for node in everything}
    depth: dict[int, int] = {}

    def deep(node: AppNode, trail: frozenset[int]) -> int:
        if node.id in trail:
            return 0
        if node.id not in depth:
            below = (by_name.get(name.casefold()) for name in node.depends_on)
            levels = [deep(other, trail | {node.id}) + 1 for other in below if other]
            depth[node.id] = max(levels, default=0)
        return depth[node.id]

    order = {node.id: place for place, node in enumerate(everything)}
    return sorted(
        everything, key=lambda node: (-node.batch, -deep(node, frozenset()), -order[node.id])
    )


def may_go_back(node: AppNode, everything: Sequence[AppNode]) -> Verdict:
    """Only after everything that stands on it has gone back."""
    for other in everything:
        stands_on = node.app.casefold() in {name.casefold() for name in other.depends_on}
        if stands_on and other.state in STARTED:
            return denied(
                _("%(other)s 依赖 %(app)s，请先回滚 %(other)s。")
                % {"other": other.app, "app": node.app}
            )
    return ALLOWED


def batches(everything: Sequence[AppNode]) -> dict[int, list[AppNode]]:
    """{batch: applications} in order."""
    found: dict[int, list[AppNode]] = {}
    for node in sorted(everything, key=lambda node: node.batch):
        found.setdefault(node.batch, []).append(node)
    return found
