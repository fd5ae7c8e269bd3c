"""Writing and verifying the event chains."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.digest import digest
from ground.errors import Invalid
from ground.kinds import EventKind
from ground.models import Chain, Event

INSTALLATION = "installation"
LONGEST_REASON = 10_000


def record(
    kind: EventKind,
    *,
    chain: str,
    by: Any = None,
    subject: str = "",
    reason: str = "",
    at: datetime | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Append one event to `chain`; `by=None` is the system itself.

    Must run inside the transaction of the change it records, so that both or
    neither are kept; Invalid for a reason that nobody would read. The chain row is the lock that keeps the chain unforked.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its change")
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("原因最多一万字。"), fields={"reason": [_("原因最多一万字。")]})
    book = _book.get()
    head = book.head(chain) if book else _head(chain)
    event = Event(
        chain=chain,
        position=head.length + 1,
        kind=kind.key,
        at=(at or now()).astimezone(UTC),
        actor=by,
        actor_name=by.called if by else "",
        subject=subject,
        reason=reason,
        data=_plain(data or {}),
        previous=head.head,
    )
    event.hash = digest(event.content())
    if book:
        book.add(head, event)
        return event
    event.save(force_insert=True)
    Chain.objects.filter(pk=head.pk).update(length=event.position, head=event.hash)
    return event


def _head(chain: str) -> Chain:
    """The chain's row, locked; it is made when there is none."""
    return Chain.objects.select_for_update().get_or_create(name=chain)[0]


class Book:
    """Events of many chains that are written together at the end of their transaction."""

    def __init__(self, chains: Iterable[str]) -> None:
        found = Chain.objects.select_for_update().filter(name__in=sorted(set(chains)))
        self.heads = {head.name: head for head in found.order_by("name")}
        self.events: list[Event] = []

    def head(self, chain: str) -> Chain:
        if chain not in self.heads:
            self.heads[chain] = _head(chain)
        return self.heads[chain]

    def add(self, head: Chain, event: Event) -> None:
        head.length, head.head = event.position, event.hash
        self.events.append(event)

    def write(self) -> None:
        changed = {event.chain for event in self.events}
        Event.objects.bulk_create(self.events)
        Chain.objects.bulk_update([self.heads[name] for name in changed], ("length", "head"))


_book: ContextVar[Book | None] = ContextVar("book", default=None)


@contextmanager
def together(chains: Iterable[str]) -> Iterator[None]:
    """Everything recorded inside is written at the end of the block, in few statements.

    Must run inside a transaction; `chains` are locked at its beginning, in one order.
    What is recorded cannot be read before the block has ended.
    """
    book = Book(chains)
    token = _book.set(book)
    try:
        yield
    finally:
        _book.reset(token)
    book.write()


def verify(chain: str, *, head: str = "") -> Event | None:
    """The first event that does not fit its chain, or None when all do.

    With `head` the chain must also contain that hash (a truncation shows so).
    Raises LookupError when `head` is not in the chain.
    """
    previous, seen = "", set()
    events = Event.objects.filter(chain=chain).order_by("position").iterator()
    for position, event in enumerate(events, start=1):
        whole = event.position == position and event.previous == previous
        if not whole or event.hash != digest(event.content()):
            return event
        previous = event.hash
        seen.add(event.hash)
    if head and head not in seen:
        raise LookupError(head)
    return None


def head_of(chain: str) -> str:
    """The hash of the newest event, empty for a chain that has none."""
    return Chain.objects.filter(name=chain).values_list("head", flat=True).first() or ""


def latest(chain: str, subject: str) -> Event | None:
    """The newest event about `subject`, for example "apps:7"."""
    return Event.objects.filter(chain=chain, subject=subject).order_by("-position").first()


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))
