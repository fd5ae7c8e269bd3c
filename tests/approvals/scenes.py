"""Scenes made by hand, for rules that need no database."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from approvals.rules.covering import digests_of
from approvals.rules.scene import OPEN, GateScene, Person, Scene, Signature
from approvals.rules.shape import Rule
from approvals.rules.templates import template_of
from approvals.rules.witness import witness
from plans.document import Document

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ANN, DEV, ROB, DAN, OLI, PIA, EVE = range(1, 8)
PARTS: dict[int, set[str]] = {
    ANN: {"pm"},
    DEV: {"dev", "dev_lead"},
    ROB: {"test", "test_lead"},
    DAN: {"dba"},
    OLI: {"ops"},
    PIA: {"product"},
}
NAMES = {ANN: "安然", DEV: "戴维", ROB: "罗博", DAN: "单丹", OLI: "欧力", PIA: "皮雅"}


def person(pk: int, *codes: str) -> Person:
    return Person(pk, NAMES.get(pk, f"P{pk}"), frozenset(codes))


def document(**tables: list[dict[str, Any]]) -> Document:
    """Sections by name; rows get an id each."""
    numbered = {
        key: [{"id": place, "extra": {}, **row} for place, row in enumerate(rows, start=1)]
        for key, rows in tables.items()
    }
    return Document({"title": "计划"}, numbered)


def scene(
    *, kind: str = "常规", status: str = "in_review", plan: Document | None = None, **more: Any
) -> Scene:
    """All gates of the template waiting, the cast with its parts, ann as the submitter."""
    plan = plan or document()
    gates = tuple(
        gate(place, rule, plan) for place, rule in enumerate(template_of(kind).rules, start=1)
    )
    cast = {pk: person(pk, *codes) for pk, codes in PARTS.items()}
    defaults = {"people": cast, "submitter": ANN, "gates": gates, "document": plan}
    return Scene(status=status, now=NOON, **{**defaults, **more})


def gate(pk: int, rule: Rule, plan: Document) -> GateScene:
    return GateScene(
        id=pk, rule=rule, covered=digests_of(rule, plan), witnessed=witness(rule, plan, {})
    )


def signature(here: GateScene, signer: int, *codes: str, pk: int = 0) -> Signature:
    return Signature(
        id=pk or signer,
        signer=signer,
        name=NAMES.get(signer, str(signer)),
        codes=codes or tuple(sorted(PARTS.get(signer, ()))),
        digests=here.covered,
        witnessed=here.witnessed,
    )


def opened(whole: Scene, key: str) -> tuple[Scene, GateScene]:
    """The scene with that gate open."""
    found = whole.named(key)
    assert found
    after = whole.having(found, state=OPEN)
    return after, after.gate(found.id)


def signed(whole: Scene, key: str, *signers: int) -> Scene:
    """The scene with these signatures on the gate, not settled yet."""
    found = whole.named(key)
    assert found
    return whole.having(found, signatures=tuple(signature(found, pk) for pk in signers))


def edited(whole: Scene, plan: Document) -> Scene:
    """The scene after the plan's content or progress became `plan`."""
    gates = tuple(
        replace(
            one, covered=digests_of(one.rule, plan), witnessed=witness(one.rule, plan, one.record)
        )
        for one in whole.gates
    )
    return replace(whole, document=plan, gates=gates)
