"""The event chain and the sealed texts, one at a time."""

from collections.abc import Iterator
from typing import Any

from desk.exports.bundle.archive import as_json
from ground.models import Event
from plans.models import Plan, Revision

AT_ONCE = 200


def events(plan: Plan) -> Iterator[bytes]:
    """A line of JSON for each: what its hash covers, the hash, and the sentence for people."""
    found = Event.objects.filter(chain=plan.chain).order_by("position")
    for event in found.iterator(AT_ONCE):
        yield as_json({**event.content(), "hash": event.hash, "sentence": event.sentence})


def revisions(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name of the file, what it says) of each, the oldest first."""
    found = plan.revisions.select_related("created_by").order_by("number")
    for revision in found.iterator(1):
        yield f"revisions/{revision.number:04}.json", _told(revision)


def _told(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "digest": revision.digest,
        "reason": revision.reason,
        "sealed_by": revision.created_by.called,
        "sealed_at": revision.created_at,
        "snapshot": revision.snapshot,
    }
