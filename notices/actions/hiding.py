"""What waited for a digest may be about a plan that its reader was shut out of meanwhile."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from notices.curtains import Curtain
from notices.models import Message


def without_hidden(messages: Sequence[Message]) -> list[Message]:
    """Those that their reader may still see; the others are marked as not sent, with the reason.

    All are for one address. What is for no person is told where somebody asked for it.
    """
    person = messages[0].to
    if person is None:
        return list(messages)
    hidden: set[int] = set()
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    for curtain in Curtain.all:
        behind = rows.filter(thread__in=curtain.threads_hidden_from(person))
        hidden.update(behind.values_list("pk", flat=True))
    rows.filter(pk__in=hidden).update(
        state="dead", error=_("收件人已经不能看这个计划了。"), claim=None, claimed_until=None
    )
    return [message for message in messages if message.pk not in hidden]
