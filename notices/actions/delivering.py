"""Claim, send, mark. A crash after sending repeats the same Message-ID, never a new one."""

import logging
from contextlib import ExitStack
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from notices.actions.claiming import Bundle, claim
from notices.channels.base import Never, Send, Unreachable
from notices.models import BACK_OFF, Message

PASS_SECONDS = 60.0
PAUSE = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def deliver_due(now: datetime) -> int:
    """Send what is due at `now`, for about a minute; returns how many left the house.

    Each message belongs to one deliverer for CLAIM, which is longer than a pass and
    its last letter; sending happens outside any transaction.
    """
    begun, spent, sent = monotonic(), 0.0, 0
    with ExitStack() as stack:
        ways = Ways(stack)
        while spent < PASS_SECONDS and (bundle := claim(now + timedelta(seconds=spent))):
            sent += _deliver(bundle, ways, now)
            spent = monotonic() - begun
    return sent


class Ways:
    """The channel sessions opened during one pass, each at its first letter."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.opened: dict[str, Send] = {}

    def send(self, bundle: Bundle) -> None:
        name = bundle.leader.channel
        if name not in self.opened:
            self.opened[name] = self.stack.enter_context(bundle.way.session())
        self.opened[name](bundle.letter())


def _deliver(bundle: Bundle, ways: Ways, now: datetime) -> int:
    """One attempt; whatever goes wrong is kept with the messages and stops nobody else."""
    try:
        _refuse_leaver(bundle.leader)
        ways.send(bundle)
    except Never as error:
        _mark(bundle, state="dead", error=str(error))
    except Unreachable as error:
        _postpone_others(bundle, now)
        _fail(bundle, error, now)
    except Exception as error:
        logger.warning("message %s was not delivered: %s", bundle.leader.pk, error)
        _fail(bundle, error, now)
    else:
        _mark(bundle, state="sent", sent_at=now, error="")
        return len(bundle.messages)
    return 0


def _refuse_leaver(message: Message) -> None:
    if message.to and not message.to.is_active:
        raise Never(_("收件人的账号已停用。"))


def _fail(bundle: Bundle, error: Exception, now: datetime) -> None:
    attempts = bundle.leader.attempts
    if attempts > len(BACK_OFF):
        _mark(bundle, state="dead", error=str(error))
    else:
        _mark(bundle, state="waiting", due_at=now + BACK_OFF[attempts - 1], error=str(error))


def _postpone_others(bundle: Bundle, now: datetime) -> None:
    """The way is blocked: do not let each of the others run into it too."""
    leader = bundle.leader
    waiting = Message.objects.filter(channel=leader.channel, state="waiting", due_at__lte=now)
    if not bundle.way.is_one_road:
        waiting = waiting.filter(address=leader.address)
    waiting.update(due_at=now + PAUSE)


def _mark(bundle: Bundle, **values: Any) -> None:
    """Write the outcome, unless the claim ran out and somebody else has it now."""
    mine = Message.objects.filter(claim=bundle.claim)
    mine.update(claim=None, claimed_until=None, **values)
