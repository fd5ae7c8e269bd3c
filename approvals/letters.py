"""What is mailed about gates: to whom, and in whose language."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.models import Gate, SignOff
from approvals.rules.scene import GateScene, Scene
from approvals.rules.seating import seats_in
from approvals.telling import hearing
from approvals.words import able_in_words, cover_label, covers_in_words, missing_in_words
from ground.models import Event
from ground.words import as_sentence, in_row
from people.models import User
from plans.letters import Draft, say
from plans.letters import send as post_letters
from plans.models import Plan

Links = Mapping[int, str]
"""{person: secret of the link that is written to this one}."""


def opened(plan: Plan, gate: Gate, scene: Scene, event: Event, links: Links) -> None:
    """A gate has opened: to those who can sign it, each with a link of their own."""
    here = scene.gate(gate.pk)

    def draft() -> Draft:
        return Draft(
            heading=_("“%(gate)s”等你签字") % {"gate": here.rule.title},
            aloud=_("“%(gate)s”开启，等签字：%(names)s")
            % {
                "gate": here.rule.title,
                "names": able_in_words(scene, here) or _("没有人"),
            },
            lines=[_("请看过内容再签：签的是下面这些内容的摘要，之后一改就要重签。")],
            facts=standing(scene, here),
            button=_("查看并签字"),
        )

    send(plan, gate, event, User.objects.filter(pk__in=list(links)), draft, links)


def reminded(plan: Plan, gate: Gate, scene: Scene, event: Event, links: Links) -> None:
    """Somebody waits: once more to those who can sign, each with a link of their own."""
    here = scene.gate(gate.pk)

    def draft() -> Draft:
        words = {"who": event.who, "gate": here.rule.title}
        return Draft(
            heading=_("%(who)s 在等“%(gate)s”的签字") % words,
            lines=[as_sentence(missing_in_words(scene, here))],
            facts=standing(scene, here),
            button=_("查看并签字"),
        )

    send(plan, gate, event, User.objects.filter(pk__in=list(links)), draft, links)


def signed(plan: Plan, signoff: SignOff, scene: Scene, event: Event, seat: str) -> None:
    """Somebody signed: to those of the plan who hear of the gate."""
    here = scene.gate(signoff.gate_id)

    def draft() -> Draft:
        who = signoff.signer.called
        missing = missing_in_words(scene, here)
        return Draft(
            heading=_("%(who)s 签了“%(gate)s”") % {"who": who, "gate": here.rule.title},
            lines=[as_sentence(missing) if missing else _("这个关口已经签完。"), _state(plan)],
            facts=[(_("身份"), seat), (_("签的摘要"), signoff.digest[:16])],
            quote=signoff.comment,
            button=_("查看关口"),
        )

    send(plan, signoff.gate, event, hearing(plan, here.rule), draft)


def rejected(plan: Plan, signoff: SignOff, event: Event) -> None:
    """Somebody refused, with the reason: to those who hear of the gate, the signer among them."""
    gate = signoff.gate

    def draft() -> Draft:
        words = {"who": signoff.signer.called, "gate": gate.title}
        return Draft(
            heading=_("%(who)s 拒绝了“%(gate)s”") % words,
            lines=[_state(plan)],
            quote=signoff.comment,
            button=_("查看原因"),
        )

    send(plan, gate, event, hearing(plan, gate.asks, _signers([signoff])), draft)


def voided(
    plan: Plan, gate: Gate, event: Event, ended: Iterable[SignOff], covers: Iterable[str], why: str
) -> None:
    """Signatures count no more: to those who hear of the gate, and to whoever had signed."""
    ended, covers = list(ended), list(covers)
    names = [one.signer.called for one in ended]

    def draft() -> Draft:
        facts = [(_("失效的签字"), in_row(names))]
        if covers:
            facts.append((_("改动的部分"), in_row(cover_label(name) for name in covers)))
        return Draft(
            heading=_("“%(gate)s”的签字已失效，需要重签") % {"gate": gate.title},
            lines=[as_sentence(SignOff.WHYS.get(why, why)), _state(plan)],
            facts=facts,
            button=_("看改动并重签"),
        )

    send(plan, gate, event, hearing(plan, gate.asks, _signers(ended)), draft)


def withdrawn(plan: Plan, signoff: SignOff, event: Event) -> None:
    """Somebody took a signature back: to those who hear of the gate, and for whom it was."""
    gate = signoff.gate

    def draft() -> Draft:
        words = {"who": signoff.by_line, "gate": gate.title}
        return Draft(
            heading=_("%(who)s 撤回了“%(gate)s”的签字") % words,
            lines=[_state(plan)],
            quote=event.reason,
            button=_("查看关口"),
        )

    send(plan, gate, event, hearing(plan, gate.asks, _signers([signoff])), draft)


def mentioned(plan: Plan, signoff: SignOff, event: Event, to: Iterable[int]) -> None:
    """Spoken to in what a signer wrote: to each of them."""
    gate = signoff.gate

    def draft() -> Draft:
        words = {"who": signoff.by_line, "gate": gate.title}
        return Draft(
            heading=_("%(who)s 在“%(gate)s”的意见里提到了你") % words,
            lines=[],
            quote=signoff.comment,
            button=_("查看关口"),
        )

    write(plan, gate, event, User.objects.filter(pk__in=list(to)), draft)


def _signers(signoffs: Iterable[SignOff]) -> set[int]:
    """Whose signatures these are: the hands, and the people for whom they signed."""
    both = {pk for one in signoffs for pk in (one.signer_id, one.on_behalf_of_id)}
    return {pk for pk in both if pk}


def send(
    plan: Plan,
    gate: Gate,
    event: Event,
    people: Iterable[User],
    draft: Callable[[], Draft],
    links: Links = MappingProxyType({}),
) -> None:
    """A letter to each, with a link of their own where they have one; said once to groups."""
    write(plan, gate, event, people, draft, links)
    say(plan, draft, key=_key(event), kind=event.kind, url=gate.get_absolute_url())


def write(
    plan: Plan,
    gate: Gate,
    event: Event,
    people: Iterable[User],
    draft: Callable[[], Draft],
    links: Links = MappingProxyType({}),
) -> None:
    """A letter to each and nothing to groups."""
    ways = {pk: reverse("approvals:link", args=[secret]) for pk, secret in links.items()}
    post_letters(
        plan,
        people,
        draft,
        key=_key(event),
        kind=event.kind,
        url=gate.get_absolute_url(),
        ways=ways,
    )


def _key(event: Event) -> str:
    return f"{event.chain}#{event.position}"


def standing(scene: Scene, gate: GateScene) -> list[tuple[str, str]]:
    able = able_in_words(scene, gate)
    asked = in_row(dict.fromkeys(one.label for one in seats_in(scene, gate)))
    return [
        (_("需要"), asked),
        (_("可签"), able or _("没有人")),
        (_("签的是"), covers_in_words(gate.rule)),
    ]


def _state(plan: Plan) -> str:
    return _("计划现在：%(state)s。") % {"state": plan.get_status_display()}
