"""What the plan check says about the dependencies of stages: unclear words, unknown names, rings."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.dependencies import Forms, read_need
from gray.needs.base import Need
from gray.needs.ramps import Ramps
from gray.rings import Ladder, Stair, ring_of
from plans.document import Document
from plans.findings import Finding, SetCells, Spot, spots
from plans.findings.alike import Alike

MOST_OF_A_STAGE = 20
"""Nobody mends more entries of one cell before looking again."""


def findings(document: Document) -> Iterator[Finding]:
    """Pure: of each entry that no kind understands or that names nothing of this plan."""
    stages = [spot for spot in spots(document, "stages") if spot.row.get("needs")]
    if not stages:
        return
    known = [text for kind in Need.kinds for text in kind.offers(document)]
    alike = Alike(known)
    for spot in stages:
        for text in list(spot.row["needs"])[:MOST_OF_A_STAGE]:
            need = read_need(text)
            if need is None:
                yield _unclear(spot, text, known, alike)
            elif not need.is_known(document):
                yield _unknown(spot, text, alike)
    yield from _rings(document)


def _unclear(spot: Spot, text: str, known: list[str], alike: Alike) -> Finding:
    meant = [one for one in known if one.casefold().endswith(" " + text.strip().casefold())]
    near = meant[:2] or alike.near(text, 2)
    said = gettext_lazy("第 %(n)s 阶段的依赖“%(need)s”看不懂，请改写，例如：%(forms)s。")
    words = {"n": spot.row.get("position"), "need": text, "forms": Forms()}
    return spot.error("needs", "need-unclear", said, *_instead(spot, text, near), **words)


def _unknown(spot: Spot, text: str, alike: Alike) -> Finding:
    near = alike.near(text, 2)
    words = {"n": spot.row.get("position"), "need": text}
    fixes = _instead(spot, text, near)
    if near:
        said = gettext_lazy("第 %(n)s 阶段的依赖“%(need)s”在计划里没有，是不是 %(near)s？")
        return spot.error("needs", "need-unknown", said, *fixes, near=near, **words)
    said = gettext_lazy("第 %(n)s 阶段的依赖“%(need)s”在计划里没有，请补上它或改掉依赖。")
    return spot.error("needs", "need-unknown", said, **words)


def _instead(spot: Spot, old: str, offers: list[str]) -> list[SetCells]:
    """One click for each text that may be meant."""
    return [
        SetCells(
            _("改为 %(name)s") % {"name": new},
            {"needs": [new if one == old else one for one in spot.row["needs"]]},
        )
        for new in offers
    ]


def _rings(document: Document) -> Iterator[Finding]:
    """Ramps of this plan that wait for each other."""
    ladders = ladders_of(document, str(document.plan.get("number") or ""))
    told: set[frozenset[str]] = set()
    for place in ladders:
        ring = ring_of(ladders, place)
        if ring and frozenset(ring) not in told:
            told.add(frozenset(ring))
            spot = next(one for one in spots(document, "stages") if one.row.get("needs"))
            yield ring_finding(spot, ring)


def ring_finding(spot: Spot, ring: list[str]) -> Finding:
    text = gettext_lazy("灰度互相等待：%(ring)s，谁也不能先放，请去掉其中一个依赖。")
    return spot.error("needs", "need-ring", text, ring=" → ".join(ring))


def ladders_of(document: Document, number: str) -> dict[tuple[str, str], Ladder]:
    """{(number of the plan, ramp's name as compared): its stages} of this plan."""
    names = [str(row.get("name") or "") for row in document.rows("ramps")]
    found: dict[tuple[str, str], Ladder] = {}
    for name in names:
        mine = [
            row
            for row in document.rows("stages")
            if row.get("ramp") == name or (len(names) == 1 and not row.get("ramp"))
        ]
        mine.sort(key=lambda row: row.get("position") or 0)
        found[number, name.casefold()] = Ladder(name, [_stair(row, number) for row in mine])
    return found


def _stair(row: dict[str, object], number: str) -> Stair:
    needs = [read_need(str(text)) for text in row.get("needs") or []]  # type: ignore[attr-defined]
    waits = [need for need in needs if isinstance(need, Ramps)]
    percent = row.get("percent")
    share = round(float(percent) * 100) if isinstance(percent, int | float) else 0
    return Stair(share, [(one.number or number, one.name.casefold(), one.share) for one in waits])
