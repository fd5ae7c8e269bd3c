"""What every change of an attachment is followed by: its event, and the wings are told."""

from typing import Any

from attachments.models import Attachment
from ground.journal import record
from ground.kinds import EventKind
from plans.contribute import announce
from plans.places import Place


def tell(
    kind: EventKind, attachment: Attachment, place: Place, *, by: Any, reason: str = ""
) -> None:
    """Call in the transaction of the change. An attachment is progress: gates may look at it."""
    record(
        kind,
        chain=attachment.plan.chain,
        by=by,
        subject=f"attachment:{attachment.pk}",
        reason=reason,
        data={
            **place.told(),
            "attachment": attachment.pk,
            "name": attachment.name,
            "size": attachment.size,
            "sha256": attachment.sha256,
        },
    )
    announce("progress_changed", attachment.plan, [place.key], by)
