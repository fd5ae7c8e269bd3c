"""Which signatures count, computed from digests at the moment of use."""

from approvals.rules.covering import changed
from approvals.rules.keeping import stays
from approvals.rules.scene import GateScene, Scene, Signature
from approvals.rules.seating import hands, seats_in
from approvals.rules.seats import seat
from approvals.rules.witness import worse

CONTENT, PROGRESS = "content", "progress"


def flaw(scene: Scene, gate: GateScene, signature: Signature) -> str:
    """Why a signature counts no more: CONTENT, PROGRESS, or nothing."""
    if not stays(scene, gate) and changed(signature.digests, gate.covered):
        return CONTENT
    return PROGRESS if worse(signature.witnessed, gate.witnessed) else ""


def standing(scene: Scene, gate: GateScene) -> list[Signature]:
    """The signatures that count now, in the order in which they were given."""
    return [one for one in gate.signatures if not flaw(scene, gate, one)]


def seated(scene: Scene, gate: GateScene) -> dict[int, Signature]:
    """{index of seat: the signature that fills it}."""
    found = {one.signer: one for one in standing(scene, gate)}
    places = seat(seats_in(scene, gate), hands(found.values()))
    return {index: found[person] for index, person in places.items()}


def is_waived(scene: Scene, gate: GateScene) -> bool:
    """Two people broke the glass for exactly this content."""
    if gate.waived is None:
        return False
    return stays(scene, gate) or not changed(gate.waived, gate.covered)


def is_complete(scene: Scene, gate: GateScene) -> bool:
    """Every seat is filled, or the gate was waived; a gate without seats is never complete."""
    seats = seats_in(scene, gate)
    filled = bool(seats) and len(seated(scene, gate)) == len(seats)
    return filled or is_waived(scene, gate)
