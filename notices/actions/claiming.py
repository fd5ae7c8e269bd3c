"""Taking what is due: each message has one deliverer, and what is gathered stays together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from notices.actions.hiding import without_hidden
from notices.actions.turns import CLAIM, take_turn
from notices.channels.base import Channel, Letter, gathering
from notices.models import Message, Messages

MOST = 200
"""Messages in one letter."""


@dataclass(frozen=True)
class Bundle:
    """Messages that leave as one letter, oldest first; most hold a single one."""

    messages: list[Message]

    @property
    def leader(self) -> Message:
        """Whose Message-ID the letter bears, now and whenever it is sent again."""
        return self.messages[0]

    @property
    def claim(self) -> UUID | None:
        return self.leader.claim

    @property
    def way(self) -> Channel:
        return self.leader.way

    def letter(self) -> Letter:
        return self.way.gather([message.letter() for message in self.messages])


def claim(now: datetime) -> Bundle | None:
    """Take what has been due longest; None when nothing is, or others were first."""
    while (first := Message.objects.due(now).order_by("due_at", "pk").first()) is not None:
        if not first.way.gathers:
            return _take_one(now)
        if taken := _take_together(first, now):
            return taken
    return None


def _take_one(now: datetime) -> Bundle | None:
    """The first that nobody else is just taking."""
    due = Message.objects.due(now).exclude(channel__in=gathering()).order_by("due_at", "pk")
    with transaction.atomic():
        message = due.select_for_update(skip_locked=True, of=("self",)).first()
        return _taken([message], now) if message else None


def _take_together(first: Message, now: datetime) -> Bundle | None:
    """A bundle as it was made, or a new one of what is due for that address.

    Everybody locks in the same order and waits: two who came at once would
    otherwise each take a part. None when somebody was first, or a robot has to wait.
    """
    with transaction.atomic():
        members = list(_companions(first, now).select_for_update(of=("self",)).order_by("pk"))
        if not members or not take_turn(first, now):
            return None
        if first.bundle_id is None:
            members = list(_fitting(without_hidden(members)))
            if not members:
                return None
            rows = Message.objects.filter(pk__in=[message.pk for message in members])
            rows.update(bundle=members[0].pk)
        return _taken(members, now)


def _companions(first: Message, now: datetime) -> Messages:
    due = Message.objects.due(now).select_related("to", "robot")
    if first.bundle_id is not None:
        return due.filter(bundle=first.bundle_id)
    return due.filter(channel=first.channel, address=first.address, bundle=None)


def _fitting(messages: list[Message]) -> Iterator[Message]:
    """As many from the front as one letter holds."""
    letters: list[Letter] = []
    for message in messages[:MOST]:
        letters.append(message.letter())
        if not message.way.fits(letters):
            return
        yield message


def _taken(messages: list[Message], now: datetime) -> Bundle:
    """Mark them as ours."""
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    rows.update(
        state="sending", claim=uuid4(), claimed_until=now + CLAIM, attempts=F("attempts") + 1
    )
    return Bundle(list(rows.select_related("to", "robot").order_by("pk")))
