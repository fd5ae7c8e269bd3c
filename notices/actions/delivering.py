"""Claim, send, mark. A crash after sending repeats the same Message-ID, never a new one."""

import logging
from contextlib import ExitStack
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from notices.actions.claiming import Bundle, claim
from notices.actions.listening import refuse_deaf
from notices.actions.turns import leave_turn
from notices.channels.base import Blocked, Never, Send, Unreachable
from notices.models import BACK_OFF, Message

PASS = timedelta(minutes=1)
PAUSE = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def deliver_due(now: datetime) -> int:
    """Send what is due at `now`, for about a minute; returns how many left the house.

    Each message belongs to one deliverer for CLAIM, which is longer than a pass and
    its last letter; sending happens outside any transaction.
    """
    begun, moment, sent = monotonic(), now, 0
    with ExitStack() as stack:
        ways = Ways(stack)
        while moment < now + PASS and (bundle := claim(moment)):
            leader, outcome = bundle.leader, _deliver(bundle, ways, now)
            moment = now + timedelta(seconds=monotonic() - begun)
            leave_turn(leader.robot, outcome, moment, held=leader.claimed_until)
            sent += 0 if outcome else len(bundle.messages)
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


def _deliver(bundle: Bundle, ways: Ways, now: datetime) -> Exception | None:
    """One attempt; whatever goes wrong is kept with the messages and stops nobody else."""
    try:
        refuse_deaf(bundle.leader)
        ways.send(bundle)
    except Never as error:
        _mark(bundle, state="dead", error=str(error))
        return error
    except Blocked as error:
        _wait_unspent(bundle, error, now)
        return error
    except Unreachable as error:
        _postpone_others(bundle, now)
        _fail(bundle, error, now)
        return error
    except Exception as error:
        logger.warning("message %s was not delivered: %s", bundle.leader.pk, error)
        _fail(bundle, error, now)
        return error
    _mark(bundle, state="sent", sent_at=now, error="")
    return None


def _wait_unspent(bundle: Bundle, error: Blocked, now: datetime) -> None:
    """Too much was said before: that is no fault of this letter, and costs it no attempt."""
    attempts = bundle.leader.attempts - 1
    _mark(bundle, state="waiting", due_at=now + error.pause, error=str(error), attempts=attempts)


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
