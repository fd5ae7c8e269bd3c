"""Who was written to about the plan, and whether it arrived; not what the letters say."""

from collections.abc import Iterator

from desk.exports.bundle.archive import as_json
from notices.models import Message
from plans.models import Plan

AT_ONCE = 500


def messages(plan: Plan) -> Iterator[bytes]:
    """A line of JSON for each message. Letters hold links that sign, so their text stays here."""
    found = (
        Message.objects.filter(thread=plan.chain).select_related("to").order_by("created_at", "pk")
    )
    for one in found.iterator(AT_ONCE):
        yield as_json(
            {
                "message_id": one.message_id,
                "channel": one.channel,
                "kind": one.kind,
                "to": one.to.called if one.to else None,
                "state": one.state,
                "attempts": one.attempts,
                "created_at": one.created_at,
                "sent_at": one.sent_at,
            }
        )
