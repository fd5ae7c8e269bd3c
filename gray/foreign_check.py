"""What the plan check says of dependencies on other plans: missing ones, and rings between plans."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from gray.dependencies import read_need
from gray.dependency_check import ladders_of, ring_finding
from gray.needs.ramps import Ramps
from gray.rings import Ladder, Place, ring_of
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.standing import Standing
from plans.document import Document
from plans.findings import Finding, Spot, spots
from plans.models import Plan

MOST_PLANS = 50
"""Plans that are followed from dependency to dependency."""


def findings(plan: Plan, document: Document) -> Iterator[Finding]:
    """Reads nothing while no stage names another plan."""
    named = [(spot, need) for spot in spots(document, "stages") for need in _foreign(spot, plan)]
    if not named:
        return
    standing, authors = Standing(plan), _authors(plan)
    for spot, need in named:
        other = standing.other(need.number, authors.get(spot.row.get("id")))
        if other is None or need.pick(standing.ramps_of(other)) is None:
            yield _missing(spot, need, other)
    yield from _rings(plan, document, named[0][0])


def _foreign(spot: Spot, plan: Plan) -> list[Ramps]:
    needs = [read_need(str(text)) for text in spot.row.get("needs") or []]
    return [one for one in needs if isinstance(one, Ramps) and one.number not in ("", plan.number)]


def _authors(plan: Plan) -> dict[object, int | None]:
    return dict(Stage.objects.filter(plan=plan).values_list("pk", "changed_by"))


def _missing(spot: Spot, need: Ramps, other: Plan | None) -> Finding:
    words = {"n": spot.row.get("position"), "number": need.number, "need": need.text}
    if other is None:
        text = gettext_lazy("第 %(n)s 阶段依赖的 %(number)s 不存在，或写下它的人看不到它。")
        return spot.error("needs", "need-plan", text, **words)
    text = gettext_lazy("第 %(n)s 阶段依赖“%(need)s”：%(number)s 没有这个灰度；有几个时请写名称。")
    return spot.error("needs", "need-plan", text, **words)


def _rings(plan: Plan, document: Document, spot: Spot) -> Iterator[Finding]:
    mine = ladders_of(document, plan.number)
    ladders = {**_around(plan, mine), **mine}
    for place in mine:
        ring = ring_of(ladders, place)
        if any(not name.startswith(plan.number) for name in ring):
            yield ring_finding(spot, ring)
            return


def _around(plan: Plan, mine: dict[Place, Ladder]) -> dict[Place, Ladder]:
    """The ramps of the plans that are waited for, directly or not; only what everybody may see."""
    found: dict[Place, Ladder] = {}
    seen, wanted = {plan.number}, _numbers(mine) - {plan.number}
    while wanted and len(seen) < MOST_PLANS:
        seen |= wanted
        plans = Plan.objects.filter(number__in=wanted, visibility="all").exclude(status="template")
        step: dict[Place, Ladder] = {}
        for other in plans:
            step |= ladders_of(_document(other), other.number)
        found |= step
        wanted = _numbers(step) - seen
    return found


def _document(plan: Plan) -> Document:
    tables = {
        model.section.key: [row.as_json() for row in model.section.rows(plan)]
        for model in (Ramp, Stage)
    }
    return Document({"number": plan.number}, tables)


def _numbers(ladders: dict[Place, Ladder]) -> set[str]:
    stairs = [stair for ladder in ladders.values() for stair in ladder.stairs]
    return {number for stair in stairs for number, _name, _share in stair.waits}
