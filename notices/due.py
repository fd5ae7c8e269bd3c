"""What the clock asks: when is something due here, and do it."""

from datetime import datetime

from notices import waking
from notices.actions import deliver_due
from notices.models import Message


def next_due() -> datetime | None:
    """The next moment at which a message is to be sent or a lost claim runs out."""
    return Message.objects.next_due()


def wake(_now: datetime) -> None:
    """Hand what is due to a worker; several may come, each message has one deliverer."""
    waking.wake()


def run(now: datetime) -> int:
    """Deliver what is due; returns how many messages left the house."""
    return deliver_due(now)
