"""What follows from a scene: signatures that count no more, gates that open or close.

Pure: `settle` looks again and again until nothing moves, so that one signature can
open the next gate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from approvals.rules.bars import is_barred
from approvals.rules.conditions import ask
from approvals.rules.covering import changed
from approvals.rules.scene import (
    LIVE,
    OPEN,
    REJECTED,
    SIGNED,
    SPARE,
    THROUGH,
    WAITING,
    GateScene,
    Scene,
)
from approvals.rules.shape import REVIEW
from approvals.rules.signing import entitled
from approvals.rules.validity import flaw, is_complete
from plans import states

CHECK_AGAIN = timedelta(minutes=5)
"""Accepted warnings, other plans and freezes change a plan check without touching the plan."""


@dataclass(frozen=True)
class Void:
    """A signature that counts no more, and why."""

    gate: int
    signature: int
    name: str
    why: str
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """`scene` is as it should be; `voids` and `moved` {gate id: new state} lead there."""

    scene: Scene
    voids: tuple[Void, ...] = ()
    moved: Mapping[int, str] = field(default_factory=dict)


def settle(scene: Scene) -> Outcome:
    """The scene with flawed signatures taken out and every gate in its state.

    Of a plan that is over nothing is voided; what was still open is closed.
    """
    is_over = scene.status in (*states.FINISHED, states.ROLLING_BACK)
    voids = () if is_over else tuple(void for gate in scene.gates for void in _voids(scene, gate))
    after = _without(scene, voids)
    after = _closed(after) if is_over else _moved(after)
    pairs = zip(scene.gates, after.gates, strict=True)
    return Outcome(
        after, voids, {now.id: now.state for was, now in pairs if now.state != was.state}
    )


def _moved(scene: Scene) -> Scene:
    for _look in range(len(scene.gates) + 1):
        for gate in scene.gates:
            scene = scene.having(gate, state=state_of(scene, gate))
    return scene


def _closed(scene: Scene) -> Scene:
    for gate in scene.gates:
        if gate.state == OPEN:
            scene = scene.having(gate, state=WAITING)
    return scene


def state_of(scene: Scene, gate: GateScene) -> str:
    """The state a gate should be in; a rejected one stays so until it is opened anew."""
    if not ask(gate.rule.applies, scene, gate):
        return SPARE
    if gate.state == REJECTED:
        return REJECTED
    if is_complete(scene, gate):
        return SIGNED
    live = scene.status in LIVE[gate.rule.phase]
    return OPEN if live and ask(gate.rule.opens, scene, gate) else WAITING


def is_asked(scene: Scene, gate: GateScene) -> bool:
    """The gate is open and the moment to sign it has come."""
    return gate.state == OPEN and bool(ask(gate.rule.signs, scene, gate))


def is_passed(scene: Scene) -> bool:
    """All gates of the review are through, and there is at least one that was signed."""
    review = [gate.state for gate in scene.gates if gate.rule.phase == REVIEW]
    return SIGNED in review and all(state in THROUGH for state in review)


def after_submission(scene: Scene) -> tuple[Void, ...]:
    """Signatures kept from an earlier revision by, or for, people who are barred from this one."""
    return tuple(
        Void(gate.id, one.id, one.name, "barred")
        for gate in scene.gates
        for one in gate.signatures
        if not entitled(scene, gate, one.signer)
        or (one.principal and is_barred(scene, gate, one.principal))
    )


def next_look(scene: Scene) -> datetime | None:
    """When time alone may open a gate."""
    waits = {name for gate in scene.gates if gate.state == WAITING for name in gate.rule.opens}
    moments = []
    until = scene.observed_until
    if "observation_over" in waits and until and scene.now < until:
        moments.append(until)
    if "check_clean" in waits and scene.status in LIVE[REVIEW]:
        moments.append(scene.now + CHECK_AGAIN)
    return min(moments, default=None)


def _voids(scene: Scene, gate: GateScene) -> list[Void]:
    return [
        Void(gate.id, one.id, one.name, why, tuple(changed(one.digests, gate.covered)))
        for one in gate.signatures
        if (why := flaw(scene, gate, one))
    ]


def _without(scene: Scene, voids: tuple[Void, ...]) -> Scene:
    gone = {void.signature for void in voids}
    gates = tuple(
        replace(gate, signatures=tuple(one for one in gate.signatures if one.id not in gone))
        for gate in scene.gates
    )
    return replace(scene, gates=gates)
