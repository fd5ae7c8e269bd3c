"""Which gates of a plan wait now, for whom, and whether for this reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.models import Gate
from approvals.reading import gates_of, glance
from approvals.rules.conditions import ask
from approvals.rules.scene import OPEN, GateScene, Scene
from approvals.rules.signing import entitled, has_seat
from approvals.words import able_names, missing_in_words
from plans.models import Plan


@dataclass(frozen=True)
class Waiting:
    """An open gate: who can sign it, what is missing, why not yet if it is too early, by when."""

    title: str
    names: list[str]
    missing: str
    url: str
    mine: bool
    not_yet: str = ""
    due: datetime | None = None


def waiting_gates(plan: Plan, user: Any, now: datetime) -> list[Waiting]:
    """The open gates in order, those that this reader can sign now first."""
    rows = list(gates_of(plan))
    for row in rows:
        row.plan = plan
    scene = glance(plan, rows, now)
    found = [
        _waiting(scene, here, row, user)
        for row, here in zip(rows, scene.gates, strict=True)
        if here.state == OPEN
    ]
    return sorted(found, key=lambda gate: (not gate.mine, bool(gate.not_yet)))


def waits_for(user: Any, scene: Scene, gate: GateScene) -> bool:
    """A seat is free for this person, and the moment to sign has come.

    For a glance: what asks for the document is as it was when the plan was settled last.
    """
    return bool(
        gate.is_asked
        and entitled(scene, gate, user.pk)
        and has_seat(scene, gate, user.pk)
        and ask(gate.rule.signs, scene, gate)
    )


def _waiting(scene: Scene, here: GateScene, row: Gate, user: Any) -> Waiting:
    return Waiting(
        title=here.rule.title,
        names=able_names(scene, here),
        missing=missing_in_words(scene, here),
        url=row.get_absolute_url(),
        mine=waits_for(user, scene, here),
        not_yet=_not_yet(scene, here),
        due=row.due_at,
    )


def _not_yet(scene: Scene, here: GateScene) -> str:
    """Why an open gate cannot be signed yet; a glance may not know the reason."""
    reason = ask(here.rule.signs, scene, here).reason
    return reason or ("" if here.is_asked else _("还不能签，原因在关口页上。"))
