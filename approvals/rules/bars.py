"""Four eyes: who may not sign a gate, whatever part they play, and why."""

from django.utils.translation import gettext as _

from approvals.rules.scene import GateScene, Scene
from ground.verdict import ALLOWED, Verdict, denied
from plans.tables.registry import section

SUBMITTER, LATE, EDITOR = "submitter", "late", "editor"


def bar_of(scene: Scene, gate: GateScene, person: int) -> tuple[str, str]:
    """(which bar, section key) that keeps this person from the gate; ("", "") for none."""
    if gate.rule.is_statement:
        return "", ""
    if person == scene.submitter:
        return SUBMITTER, ""
    if person in gate.late:
        return LATE, ""
    for key in gate.rule.bars_editors:
        if person in scene.editors.get(key, ()):
            return EDITOR, key
    return "", ""


def is_barred(scene: Scene, gate: GateScene, person: int) -> bool:
    return bool(bar_of(scene, gate, person)[0])


def barred(scene: Scene, gate: GateScene, person: int) -> Verdict:
    """The same as a verdict, said to the person's face."""
    bar, key = bar_of(scene, gate, person)
    if not bar:
        return ALLOWED
    words = {"gate": gate.rule.title, "section": section(key).label if key else ""}
    return denied(
        {
            SUBMITTER: _("这一版是你提交的，不能由你自己签字。"),
            LATE: _("提交之后你改过“%(gate)s”覆盖的内容，要由别人来签。"),
            EDITOR: _("“%(section)s”里有你最后编辑的行，要由别人来签。"),
        }[bar]
        % words
    )
