"""Sending again what did not arrive."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from announcements.events import RESENT
from ground.errors import Hidden
from ground.journal import record
from ground.policies import authorize
from notices.actions import put_back
from notices.models import Message
from plans.actions import lock
from plans.models import Plan


@transaction.atomic
def resend(plan: Plan, pk: int, *, by: Any) -> Message:
    """Put a message of this plan back at the front of the outbox.

    Raises Denied, Hidden when it is none of this plan's, WrongState when it has gone out.
    """
    plan = lock(plan)
    authorize(by, "announcement.resend", plan)
    message = Message.objects.filter(thread=plan.chain, pk=pk).first() if pk < 2**63 else None
    if message is None:
        raise Hidden(_("没有这条通知。"))
    put_back(message, by=by)
    who = message.to.called if message.to else message.address
    record(RESENT, chain=plan.chain, by=by, data={"who": who, "opening": message.opening})
    return message
