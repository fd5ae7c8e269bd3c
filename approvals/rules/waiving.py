"""Breaking the glass: two people of the plan, a reason, one open gate, exactly its content."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.rules.bars import barred
from approvals.rules.covering import changed
from approvals.rules.keeping import stays
from approvals.rules.scene import OPEN, GateScene, Scene
from approvals.rules.signing import entitled, fitting_hands, is_open
from ground.verdict import ALLOWED, Verdict, denied
from plans import states

BREAKERS = frozenset({"pm", "ops", "dev_lead", "test_lead"})
"""Parts whose people may break the glass; the owner always plays "pm"."""
SHORTEST = 10
"""Letters of a reason that says something."""
CONTENT, CLOSED = "content", "closed"


@dataclass(frozen=True)
class Glass:
    """A waiver as the rules see it; `is_asked` while nobody has confirmed it."""

    asker: int
    digests: Mapping[str, str]
    is_asked: bool = True
    confirmer: int = 0

    @property
    def both(self) -> set[int]:
        return {self.asker, self.confirmer}


def may_break(scene: Scene, gate: GateScene, person: int) -> Verdict:
    """Does the person belong to those who may, by an own part and in this plan?"""
    if gate.rule.is_statement:
        return denied(_("“%(gate)s”是一份声明，不能豁免。") % {"gate": gate.rule.title})
    found = scene.people.get(person)
    if found and found.codes & BREAKERS:
        return ALLOWED
    return denied(
        _("豁免要由本计划的负责人、项目负责人、运维、开发负责人或测试负责人本人提出和确认。")
    )


def may_ask(scene: Scene, gate: GateScene, person: int) -> Verdict:
    return may_break(scene, gate, person) and is_open(scene, gate)


def may_confirm(scene: Scene, gate: GateScene, glass: Glass, person: int) -> Verdict:
    """A second human, who is not barred from the gate; the first one may still ask."""
    verdict = may_break(scene, gate, person)
    if verdict and person == glass.asker:
        return denied(_("豁免是你提出的，要由另一个人确认。"))
    if verdict and not may_break(scene, gate, glass.asker):
        return denied(_("提出豁免的人已经不能提出豁免，请驳回它，再由现在的成员重新提出。"))
    return verdict and barred(scene, gate, person) and is_open(scene, gate)


def may_review(scene: Scene, gate: GateScene, glass: Glass, person: int) -> Verdict:
    """Afterwards: somebody who could have signed, and broke nothing; nor for whoever did."""
    if person in glass.both:
        return denied(_("豁免是你提出或确认的，要由别人来复核。"))
    verdict = entitled(scene, gate, person)
    if verdict and all(one.authority in glass.both for one in fitting_hands(scene, gate, person)):
        return denied(_("把签字委托给你的人提出或确认了这个豁免，要由别人来复核。"))
    return verdict


def why_over(scene: Scene, gate: GateScene, glass: Glass) -> str:
    """Why a waiver counts no more: the content has changed, or the gate needs none; or nothing."""
    is_over = scene.status in (*states.FINISHED, states.ROLLING_BACK)
    if not (is_over or stays(scene, gate)) and changed(glass.digests, gate.covered):
        return CONTENT
    return CLOSED if glass.is_asked and gate.state != OPEN else ""
