"""Who is spoken to in comments of sign-offs, and what waits to be read."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from approvals.models import Mention
from people.mentions import Known, find, names_of
from people.models import User
from plans.contribute import DueItem
from plans.grants import grants_of
from plans.models import Plan

LONGEST = 80
MOST = 50


def spoken_to(text: str, plan: Plan) -> Iterator[tuple[int, str]]:
    """(id, name) of the plan's readers who are named with an @, each once; its own people first."""
    if "@" not in text and "＠" not in text:
        return
    own = {*grants_of(plan), plan.owner_id}
    readers = User.objects.filter(is_active=True).order_by("pk")
    if plan.visibility != "all":
        readers = readers.filter(Q(pk__in=own))
    rows = [Known(*row) for row in readers.values_list("pk", "username", "display_name")]
    rows.sort(key=lambda one: one.id not in own)
    yield from {one.person: one.name for one in find(text, names_of(rows))}.items()


def mentions_of(user: Any) -> Iterator[DueItem]:
    """Unread ones, for the copies of the inbox: being spoken to is no task."""
    unread = Mention.objects.unread(user).filter(
        signoff__gate__plan__in=Plan.objects.visible_to(user)
    )
    wanted = unread.select_related("signoff__signer", "signoff__gate__plan__owner")
    for one in wanted.order_by("-pk")[:MOST]:
        gate = one.signoff.gate
        words = {
            "who": one.signoff.signer.called,
            "gate": gate.title,
            "words": Truncator(one.signoff.comment).chars(LONGEST),
        }
        yield DueItem(
            what=_("%(who)s 在“%(gate)s”的意见里提到了你：%(words)s") % words,
            plan=gate.plan,
            since=one.signoff.signed_at,
            url=gate.get_absolute_url(),
            button=_("去看"),
            mine=False,
        )
