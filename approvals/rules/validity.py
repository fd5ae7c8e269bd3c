"""Which signatures count, computed from digests at the moment of use."""

from approvals.rules.covering import changed
from approvals.rules.scene import GateScene, Scene, Signature
from approvals.rules.seats import seat, seats_of
from approvals.rules.shape import REVIEW
from approvals.rules.witness import worse
from plans import states

CONTENT, PROGRESS = "content", "progress"


def flaw(scene: Scene, gate: GateScene, signature: Signature) -> str:
    """Why a signature counts no more: CONTENT, PROGRESS, or nothing."""
    if not stays(scene, gate) and changed(signature.digests, gate.covered):
        return CONTENT
    return PROGRESS if worse(signature.witnessed, gate.witnessed) else ""


def stays(scene: Scene, gate: GateScene) -> bool:
    """Whether the gate was signed for its revision and outlives amendments.

    That are the gates of the review that an amendment does not void, and stages
    that have been let in already.
    """
    is_kept = gate.rule.phase == REVIEW and not gate.rule.is_amended
    return gate.is_spent or (is_kept and scene.status in states.AMENDABLE)


def standing(scene: Scene, gate: GateScene) -> list[Signature]:
    """The signatures that count now, in the order in which they were given."""
    return [one for one in gate.signatures if not flaw(scene, gate, one)]


def seated(scene: Scene, gate: GateScene) -> dict[int, Signature]:
    """{index of seat: the signature that fills it}."""
    found = {one.signer: one for one in standing(scene, gate)}
    places = seat(seats_of(gate.rule), [(one.signer, one.codes) for one in found.values()])
    return {index: found[person] for index, person in places.items()}


def is_complete(scene: Scene, gate: GateScene) -> bool:
    """Every seat is filled; a gate without seats is never complete."""
    seats = seats_of(gate.rule)
    return bool(seats) and len(seated(scene, gate)) == len(seats)
