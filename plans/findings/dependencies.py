"""Dependencies among applications: dangling, cyclic, into a later or the same batch."""

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.batches import OUTSIDE
from plans.document import Document, Row
from plans.findings.alike import Alike
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import Fix, SetCells
from plans.findings.spots import Spot, spots

MOST_OF_A_ROW = 20
"""Nobody mends more names of one cell before looking again."""


def _by_name(document: Document) -> dict[str, Spot]:
    return {
        str(spot.row["app"]).casefold(): spot
        for spot in spots(document, "apps")
        if spot.row.get("app")
    }


def _needs(row: Row) -> list[str]:
    return [str(name) for name in row.get("depends_on") or []]


@rule
def dangling(document: Document, _context: Context) -> Iterator[Finding]:
    """A dependency that no row of the plan is; the nearest names are offered."""
    known = _by_name(document)
    alike = Alike(known)
    for spot in spots(document, "apps"):
        unknown = (
            name
            for name in _needs(spot.row)
            if not name.startswith(OUTSIDE) and name.casefold() not in known
        )
        for name in islice(unknown, MOST_OF_A_ROW):
            yield _dangling(spot, name, known, alike)


def _dangling(spot: Spot, name: str, known: dict[str, Spot], alike: Alike) -> Finding:
    matches = alike.near(name.casefold(), 2)
    near = [str(known[word].row["app"]) for word in matches]
    outside = OUTSIDE[0] + name
    fixes = [_instead(spot.row, name, new) for new in (*near, outside)]
    words = {"app": spot.row.get("app") or "", "name": name, "outside": outside}
    if not near:
        text = gettext_lazy(
            "%(app)s 依赖的 %(name)s 不在本计划的应用里。计划外的系统请写成“%(outside)s”。"
        )
        return spot.error("depends_on", "dependency-dangling", text, *fixes, **words)
    text = gettext_lazy(
        "%(app)s 依赖的 %(name)s 不在本计划的应用里，是不是 %(near)s？"
        "计划外的系统请写成“%(outside)s”。"
    )
    return spot.error("depends_on", "dependency-dangling", text, *fixes, near=near, **words)


def _instead(row: Row, old: str, new: str) -> Fix:
    names = [new if name == old else name for name in _needs(row)]
    return SetCells(_("改为 %(name)s") % {"name": new}, {"depends_on": names})


def _without(row: Row, name: str) -> Fix:
    left = [one for one in _needs(row) if one.casefold() != name.casefold()]
    return SetCells(_("去掉对 %(name)s 的依赖") % {"name": name}, {"depends_on": left})


def _to_batch(number: int) -> Fix:
    return SetCells(_("移到第 %(n)s 批") % {"n": number}, {"batch": number})


@rule
def batches(document: Document, _context: Context) -> Iterator[Finding]:
    """Depending on a later batch can never be met; on the same batch only by luck."""
    known = _by_name(document)
    for spot in spots(document, "apps"):
        for name in _needs(spot.row):
            other = known.get(name.casefold())
            if other and other.row is not spot.row and spot.row.get("batch") is not None:
                yield from _compare(spot, other.row)


def _compare(spot: Spot, other: Row) -> Iterator[Finding]:
    mine, theirs = spot.row.get("batch") or 0, other.get("batch") or 0
    words = {"app": spot.row.get("app"), "other": other["app"], "mine": mine, "theirs": theirs}
    if theirs > mine:
        text = gettext_lazy(
            "%(app)s（第 %(mine)s 批）依赖更晚的 %(other)s（第 %(theirs)s 批），请调整批次。"
        )
        fixes = (_to_batch(theirs + 1), _without(spot.row, str(other["app"])))
        yield spot.error("depends_on", "dependency-later-batch", text, *fixes, **words)
    elif theirs == mine:
        text = gettext_lazy("%(app)s 依赖同一批的 %(other)s，请确认批内先后，或分到两批。")
        yield spot.warning(
            "depends_on", "dependency-same-batch", text, _to_batch(mine + 1), **words
        )


@rule
def cycle(document: Document, _context: Context) -> Iterator[Finding]:
    """Applications that wait for each other in a ring."""
    known = _by_name(document)
    edges = {
        name: [dep.casefold() for dep in _needs(spot.row) if dep.casefold() in known]
        for name, spot in known.items()
    }
    for ring in _rings(edges):
        names = [str(known[name].row["app"]) for name in [*ring, ring[0]]]
        text = gettext_lazy("循环依赖：%(ring)s，谁也不能先发，请去掉其中一个依赖。")
        spot = known[ring[0]]
        fix = _without(spot.row, names[1])
        yield spot.error("depends_on", "dependency-cycle", text, fix, ring=" → ".join(names))


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
