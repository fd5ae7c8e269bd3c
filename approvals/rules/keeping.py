"""Which gates were signed for their revision and outlive amendments."""

from approvals.rules.scene import GateScene, Scene
from approvals.rules.shape import REVIEW
from plans import states


def stays(scene: Scene, gate: GateScene) -> bool:
    """Whether the gate's signatures stand whatever an amendment changes.

    That are the gates of the review that an amendment does not void, and stages
    that have been let in already.
    """
    is_kept = gate.rule.phase == REVIEW and not gate.rule.is_amended
    return gate.is_spent or (is_kept and scene.status in states.AMENDABLE)
