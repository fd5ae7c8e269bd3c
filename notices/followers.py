"""Letters about who signs in whose place."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ground.models import Event
from notices.actions import post
from notices.letters import render
from people.events import DELEGATED
from people.following import Follower
from people.models import Delegation, User


class DelegationFollower(Follower):
    """To the taker when one is given, to both when it is revoked; not to whoever did it."""

    def delegation_changed(self, delegation: Delegation, event: Event) -> None:
        both = (delegation.taker, delegation.giver)
        people = both[:1] if event.kind == DELEGATED.key else both
        for person in people:
            if person.pk != event.actor_id:
                _send(delegation, event, person)


def _send(delegation: Delegation, event: Event, person: User) -> None:
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        heading = _heading(delegation, event)
        url = f"{settings.BASE_URL}{reverse('people:delegation')}"
        written = render("notice", _context(delegation, event, heading, url), language)
    post(
        key=f"{event.chain}#{event.position}:{person.pk}:email",
        to=person,
        subject=heading,
        text=written.text,
        html=written.html,
        url=url,
        kind=event.kind,
        thread=f"delegation:{delegation.pk}",
    )


def _heading(delegation: Delegation, event: Event) -> str:
    words = {"giver": delegation.giver.called, "taker": delegation.taker.called}
    if event.kind == DELEGATED.key:
        return _("%(giver)s 委托你代签") % words
    return _("%(giver)s 对 %(taker)s 的委托已撤销") % words


def _context(delegation: Delegation, event: Event, heading: str, url: str) -> dict[str, object]:
    given = event.kind == DELEGATED.key
    stands = _("已经代签的仍然有效。")
    does = _("这些天里轮到对方签的关口，你也可以签；不想代签可以撤销。")
    return {
        "heading": heading,
        "lines": [does if given else stands],
        "facts": [
            (_("第一天"), str(delegation.first_day)), (_("最后一天"), str(delegation.last_day)),
        ],
        "quote": event.reason,
        "url": url,
        "button": _("查看委托"),
        "chain": event.chain,
    }  # fmt: skip
