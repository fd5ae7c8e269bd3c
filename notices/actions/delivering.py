"""Claim, send, mark. A crash after sending repeats the same Message-ID, never a new one."""

import logging
from contextlib import ExitStack
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from notices.channels.base import Never, Send, Unreachable
from notices.models import BACK_OFF, Message

CLAIM = timedelta(minutes=3)
PASS_SECONDS = 60.0
PAUSE = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def deliver_due(now: datetime) -> int:
    """Send what is due at `now`, for about a minute; returns how many left the house.

    Each message belongs to one deliverer for CLAIM, which is longer than a pass and
    its last letter; sending happens outside any transaction.
    """
    finish = monotonic() + PASS_SECONDS
    sent = 0
    with ExitStack() as stack:
        ways = Ways(stack)
        while monotonic() < finish and (message := claim(now)):
            sent += _deliver(message, ways, now)
    return sent


class Ways:
    """The channel sessions opened during one pass, each at its first letter."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.opened: dict[str, Send] = {}

    def send(self, message: Message) -> None:
        if message.channel not in self.opened:
            self.opened[message.channel] = self.stack.enter_context(message.way.session())
        self.opened[message.channel](message.letter())


def claim(now: datetime) -> Message | None:
    """Take the message that has been due longest; None when nothing is, or others were first."""
    due = Message.objects.due(now).order_by("due_at", "pk")
    if not due.exists():
        return None
    with transaction.atomic():
        message = due.select_for_update(skip_locked=True, of=("self",)).first()
        if message is None:
            return None
        _update(message, state="sending", claim=uuid4(), claimed_until=now + CLAIM)
        Message.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    return Message.objects.select_related("to").get(pk=message.pk)


def _deliver(message: Message, ways: Ways, now: datetime) -> bool:
    """One attempt; whatever goes wrong is kept with the message and stops nobody else."""
    try:
        _refuse_leaver(message)
        ways.send(message)
    except Never as error:
        _mark(message, state="dead", error=str(error))
    except Unreachable as error:
        _postpone_others(message.channel, now)
        _fail(message, error, now)
    except Exception as error:
        logger.warning("message %s was not delivered: %s", message.pk, error)
        _fail(message, error, now)
    else:
        _mark(message, state="sent", sent_at=now, error="")
        return True
    return False


def _refuse_leaver(message: Message) -> None:
    if message.to and not message.to.is_active:
        raise Never(_("收件人的账号已停用。"))


def _fail(message: Message, error: Exception, now: datetime) -> None:
    if message.attempts > len(BACK_OFF):
        _mark(message, state="dead", error=str(error))
    else:
        due = now + BACK_OFF[message.attempts - 1]
        _mark(message, state="waiting", due_at=due, error=str(error))


def _postpone_others(channel: str, now: datetime) -> None:
    """The way is blocked: do not let each of the others run into it too."""
    waiting = Message.objects.filter(channel=channel, state="waiting", due_at__lte=now)
    waiting.update(due_at=now + PAUSE)


def _mark(message: Message, **values: Any) -> None:
    """Write the outcome, unless the claim ran out and somebody else has it now."""
    mine = Message.objects.filter(pk=message.pk, claim=message.claim)
    mine.update(claim=None, claimed_until=None, **values)


def _update(message: Message, **values: Any) -> None:
    Message.objects.filter(pk=message.pk).update(**values)
