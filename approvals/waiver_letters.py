"""What is mailed about broken glasses: to everybody of the plan, and administrators who see it."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.letters import send, standing
from approvals.models import Waiver
from approvals.rules.scene import Scene
from ground.models import Event
from ground.words import as_sentence
from people.models import User
from plans.grants import everyone
from plans.letters import Draft
from plans.models import Plan


def asked(plan: Plan, waiver: Waiver, scene: Scene, event: Event, to: Iterable[int]) -> None:
    """Somebody wants a gate to be passed unsigned: to those who can confirm it."""
    here = scene.gate(waiver.gate_id)

    def draft() -> Draft:
        words = {"who": waiver.asked_by.called, "gate": waiver.gate.title}
        return Draft(
            heading=_("%(who)s 请求豁免“%(gate)s”，等你确认") % words,
            aloud=_("%(who)s 请求豁免“%(gate)s”，等第二个人确认") % words,
            lines=[_("没有签字就放行，只对现在的内容有效；请看清原因再确认，不同意可以驳回。")],
            facts=standing(scene, here),
            quote=waiver.reason,
            button=_("查看并决定"),
        )

    send(plan, waiver.gate, event, User.objects.filter(pk__in=list(to)), draft)


def waived(plan: Plan, waiver: Waiver, event: Event) -> None:
    """A gate is passed unsigned: everybody hears of it, the administrators too where they may."""

    def draft() -> Draft:
        words = {"names": waiver.by_line, "gate": waiver.gate.title}
        return Draft(
            heading=_("“%(gate)s”已豁免：%(names)s") % words,
            lines=[_("这个关口没有人签字就放行了。事后要由能签的人复核，复核之前不能收尾。")],
            facts=[(_("豁免的摘要"), waiver.digest[:16])],
            quote=waiver.reason,
            button=_("查看关口"),
        )

    send(plan, waiver.gate, event, _everyone(plan), draft)


def ended(plan: Plan, waiver: Waiver, event: Event, why: str) -> None:
    """It counts no more; of a request only the two sides of it hear."""

    def draft() -> Draft:
        return Draft(
            heading=_("“%(gate)s”的豁免已失效") % {"gate": waiver.gate.title},
            lines=[as_sentence(Waiver.WHYS[why])],
            quote=event.reason,
            button=_("查看关口"),
        )

    people = _everyone(plan) if waiver.counts else [waiver.asked_by]
    send(plan, waiver.gate, event, people, draft)


def reviewed(plan: Plan, waiver: Waiver, event: Event) -> None:
    def draft() -> Draft:
        words = {"who": event.who, "gate": waiver.gate.title}
        return Draft(
            heading=_("%(who)s 复核了“%(gate)s”的豁免") % words,
            lines=[],
            quote=waiver.review,
            button=_("查看关口"),
        )

    send(plan, waiver.gate, event, _everyone(plan), draft)


def _everyone(plan: Plan) -> list[User]:
    administrators = Q(is_superuser=True) | Q(is_staff=True)
    ids = {person.pk for person in everyone(plan)}
    return list(User.objects.filter(Q(pk__in=ids) | administrators, is_active=True).order_by("pk"))
