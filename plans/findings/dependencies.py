"""Dependencies among applications: dangling, cyclic, into a later batch."""

from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from ground.words import in_row
from plans.batches import OUTSIDE
from plans.document import Document, Row
from plans.findings.finding import ERROR, WARNING, Context, Finding, Fix, rule


def _by_name(document: Document) -> dict[str, Row]:
    return {str(row["app"]).casefold(): row for row in document.rows("apps") if row.get("app")}


def _finding(level: str, code: str, row: Row, message: str, fixes: tuple[Fix, ...] = ()) -> Finding:
    return Finding(
        level, code, message, "apps", row.get("id"), "depends_on", str(row["app"]), fixes
    )


@rule
def dangling(document: Document, _context: Context) -> Iterator[Finding]:
    """A dependency that no row of the plan is; the nearest names are offered."""
    known = _by_name(document)
    for row in document.rows("apps"):
        for name in row.get("depends_on") or []:
            if name.startswith(OUTSIDE) or name.casefold() in known:
                continue
            near = get_close_matches(name.casefold(), list(known), n=2, cutoff=0.7)
            hint = in_row(str(known[word]["app"]) for word in near)
            message = _("%(app)s 依赖的 %(name)s 不在本计划的应用里") % {
                "app": row["app"],
                "name": name,
            }
            message += _("，是不是 %(near)s？") % {"near": hint} if hint else _("。")
            message += _("计划外的系统请写成“%(outside)s”。") % {"outside": OUTSIDE[0] + name}
            yield _finding(
                ERROR, "dependency-dangling", row, message, _fixes(row, name, near, known)
            )


def _fixes(row: Row, name: str, near: list[str], known: dict[str, Row]) -> tuple[Fix, ...]:
    names = [str(known[word]["app"]) for word in near] + [OUTSIDE[0] + name]
    return tuple(
        Fix(
            _("改为 %(name)s") % {"name": new},
            "depends_on",
            [new if old == name else old for old in row["depends_on"]],
        )
        for new in names
    )


@rule
def later_batch(document: Document, _context: Context) -> Iterator[Finding]:
    """Depending on a later batch can never be met; on the same batch only by luck."""
    known = _by_name(document)
    for row in document.rows("apps"):
        for name in row.get("depends_on") or []:
            other = known.get(name.casefold())
            if other is None or other is row or row.get("batch") is None:
                continue
            yield from _compare(row, other)


def _compare(row: Row, other: Row) -> Iterator[Finding]:
    mine, theirs = row.get("batch") or 0, other.get("batch") or 0
    names = {"app": row["app"], "other": other["app"], "mine": mine, "theirs": theirs}
    if theirs > mine:
        message = _(
            "%(app)s（第 %(mine)s 批）依赖更晚的 %(other)s（第 %(theirs)s 批），请调整批次。"
        )
        yield _finding(ERROR, "dependency-later-batch", row, message % names)
    elif theirs == mine:
        message = _("%(app)s 依赖同一批的 %(other)s，请确认批内先后，或分到两批。")
        yield _finding(WARNING, "dependency-same-batch", row, message % names)


@rule
def cycle(document: Document, _context: Context) -> Iterator[Finding]:
    """Applications that wait for each other in a ring."""
    known = _by_name(document)
    edges = {
        name: [dep.casefold() for dep in row.get("depends_on") or [] if dep.casefold() in known]
        for name, row in known.items()
    }
    for ring in _rings(edges):
        row = known[ring[0]]
        names = " → ".join(str(known[name]["app"]) for name in [*ring, ring[0]])
        message = _("循环依赖：%(ring)s，谁也不能先发，请去掉其中一个依赖。") % {"ring": names}
        yield _finding(ERROR, "dependency-cycle", row, message)


def _rings(edges: dict[str, list[str]]) -> Iterator[list[str]]:
    """Each ring once, walked without recursion."""
    done: set[str] = set()
    for start in edges:
        trail: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = []
        if start not in done:
            trail.append(start)
            stack.append((start, iter(edges[start])))
        while stack:
            _name, following = stack[-1]
            child = next(following, None)
            if child is None:
                stack.pop()
                done.add(trail.pop())
            elif child in trail:
                yield trail[trail.index(child) :]
            elif child not in done:
                trail.append(child)
                stack.append((child, iter(edges[child])))
