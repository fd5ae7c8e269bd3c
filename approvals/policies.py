"""Who may do what at a gate. Targets are (scene, gate of the scene), read under the plan's lock."""

from typing import Any

from django.utils.translation import gettext as _

from approvals.models import SignOff
from approvals.rules.scene import GateScene, Scene
from approvals.rules.signing import entitled, has_part
from approvals.rules.waiving import may_break
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


@policy("signoff.withdraw")
def withdraw_signoff(user: Any, signoff: SignOff) -> Verdict:
    """Whoever's hand it was; nobody takes back what somebody else has signed."""
    if user.pk == signoff.signer_id:
        return ALLOWED
    return denied(_("签字只能由签字人本人撤回。"))


@policy("gate.waive")
def waive(user: Any, target: tuple[Scene, GateScene]) -> Verdict:
    """By an own part in the plan: neither a delegate nor an administrator as such."""
    scene, gate = target
    return may_break(scene, gate, user.pk)
