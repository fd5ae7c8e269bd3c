"""Who may do what at a gate. Targets are (scene, gate of the scene), read under the plan's lock."""

from typing import Any

from django.utils.translation import gettext as _

from approvals.rules.scene import GateScene, Scene
from approvals.rules.signing import entitled, has_part
from ground.policies import policy
from ground.verdict import ALLOWED, Verdict, denied


@policy("gate.sign")
def sign(user: Any, target: tuple[Scene, GateScene]) -> Verdict:
    """Four eyes and a part, for everybody: administrators are not asked for separately."""
    scene, gate = target
    return entitled(scene, gate, user.pk)


@policy("gate.record")
def write_record(user: Any, target: tuple[Scene, GateScene]) -> Verdict:
    """Whoever plays a part that signs it, and the owner's side."""
    scene, gate = target
    person = scene.people.get(user.pk)
    if person and "pm" in person.codes:
        return ALLOWED
    return has_part(scene, gate, user.pk)


@policy("gate.reopen")
def reopen(user: Any, target: tuple[Scene, GateScene]) -> Verdict:
    """A rejected gate is opened anew by the owner's side, after the repair."""
    person = target[0].people.get(user.pk)
    if person and "pm" in person.codes:
        return ALLOWED
    return denied(_("只有负责人和项目负责人可以重新开启关口。"))
