"""The seats that a gate has on its plan, and the hands with which people can fill them."""

from collections.abc import Iterable

from approvals.rules.bars import is_barred
from approvals.rules.keeping import stays
from approvals.rules.scene import SIGNED, GateScene, Person, Scene, Signature
from approvals.rules.seats import Hand, Seat, seats_of


def seats_in(scene: Scene, gate: GateScene) -> list[Seat]:
    """Every signature that the gate needs, with a seat for each person where everybody signs."""
    everybody = {
        place: [(one.id, one.name) for one in _all_of(scene, gate) if one.codes & set(need.codes)]
        for place, need in enumerate(gate.rule.needs)
        if need.everybody
    }
    return seats_of(gate.rule, everybody)


def hands_of(scene: Scene, gate: GateScene, person: int) -> list[Hand]:
    """With which parts this person can sign: first their own, then those they stand in for.

    A delegate of somebody who is barred is barred from that part, too; parts that come by a
    delegation are never handed on.
    """
    found = scene.people.get(person)
    if found is None or is_barred(scene, gate, person):
        return []
    own = [Hand(person, found.codes)] if found.codes else []
    return own + [
        Hand(person, codes, principal)
        for principal, codes in sorted(found.stands_in.items())
        if codes and not is_barred(scene, gate, principal)
    ]


def hands(signatures: Iterable[Signature]) -> list[Hand]:
    """Those behind signatures that were given."""
    return [Hand(one.signer, frozenset(one.codes), one.principal) for one in signatures]


def _all_of(scene: Scene, gate: GateScene) -> list[Person]:
    """Who counts as everybody: of a gate signed for its revision those who signed it then."""
    people = [one for one in scene.people.values() if not is_barred(scene, gate, one.id)]
    if gate.state == SIGNED and stays(scene, gate):
        signed = {hand.authority for hand in hands(gate.signatures)}
        return [one for one in people if one.id in signed]
    return people
