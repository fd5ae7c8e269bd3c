"""Where somebody was spoken to in what a signer wrote, until they have looked."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from approvals.models import Mention
from plans.contribute import DueItem
from plans.models import Plan

LONGEST = 80


def mentions_of(user: Any) -> Iterator[DueItem]:
    """One line each, the newest first: being spoken to is no task. One query."""
    unread = Mention.objects.filter(
        person=user, read_at=None, signoff__gate__plan__in=Plan.objects.visible_to(user)
    )
    found = unread.select_related("signoff__signer", "signoff__gate__plan__owner")
    for mention in found.order_by("-pk"):
        signoff, gate = mention.signoff, mention.signoff.gate
        words = {
            "who": signoff.signer.called,
            "gate": gate.title,
            "words": Truncator(signoff.comment).chars(LONGEST),
        }
        yield DueItem(
            what=_("%(who)s 在“%(gate)s”的意见里提到了你：%(words)s") % words,
            plan=gate.plan,
            since=signoff.signed_at,
            url=gate.get_absolute_url(),
            button=_("去看"),
            mine=False,
        )
