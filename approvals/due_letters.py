"""What is mailed because time goes by at a gate."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from approvals.letters import Links, send, standing
from approvals.models import Gate
from approvals.rules.scene import Scene
from approvals.rules.signing import candidates
from approvals.telling import hearing
from approvals.words import missing_in_words
from ground.models import Event
from ground.words import as_sentence
from people.models import User
from plans.letters import Draft
from plans.models import Plan
from plans.templatetags.plan_words import in_zone


def due_soon(plan: Plan, gate: Gate, scene: Scene, event: Event, links: Links) -> None:
    """Before the time: to those who can sign, each with a link of their own."""

    def draft() -> Draft:
        return _draft(
            plan, gate, scene, _("“%(gate)s”快到时限，等你签字"),
            aloud=_("“%(gate)s”快到时限，还没有签完"), button=_("查看并签字"),
        )  # fmt: skip

    send(plan, gate, event, User.objects.filter(pk__in=list(links)), draft, links)


def overdue(plan: Plan, gate: Gate, scene: Scene, event: Event) -> None:
    """At the time: to those who hear of the gate, and to those who can sign."""
    able = [one.id for one in candidates(scene, scene.gate(gate.pk))]

    def draft() -> Draft:
        return _draft(plan, gate, scene, _("“%(gate)s”到时限还没有签完"))

    send(plan, gate, event, hearing(plan, gate.asks, able), draft)


def escalated(plan: Plan, gate: Gate, scene: Scene, event: Event, people: Iterable[User]) -> None:
    """After the time: up the line, one part after the other."""

    def draft() -> Draft:
        return _draft(
            plan, gate, scene, _("“%(gate)s”超时未签，请你来推动"),
            _("请联系能签的人，或调整人员和发布窗口。"), aloud=_("“%(gate)s”超时未签"),
        )  # fmt: skip

    send(plan, gate, event, people, draft)


def _draft(
    plan: Plan, gate: Gate, scene: Scene, heading: str, *more: str, aloud: str = "",
    button: str = "",
) -> Draft:  # fmt: skip
    here = scene.gate(gate.pk)
    return Draft(
        heading=heading % {"gate": here.rule.title},
        aloud=aloud % {"gate": here.rule.title} if aloud else "",
        lines=[as_sentence(missing_in_words(scene, here)), *more],
        facts=[(_("时限"), in_zone(gate.due_at, plan)), *standing(scene, here)],
        button=button or _("查看关口"),
    )
