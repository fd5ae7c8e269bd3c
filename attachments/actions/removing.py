"""Taking an attachment down: it stays in the history with its reason, and its bytes in the vault."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from attachments import events
from attachments.actions.telling import tell
from attachments.lookup import find_attachment
from attachments.models import LONGEST_WHY, Attachment
from attachments.places import places_of
from ground.clock import now
from ground.errors import Invalid
from ground.policies import authorize
from ground.texts import is_keepable
from plans.actions import lock


@transaction.atomic
def remove(attachment: Attachment, *, by: Any, reason: str) -> Attachment:
    """Raises Denied, or Invalid without a reason."""
    plan = lock(attachment.plan)
    attachment = find_attachment(plan, attachment.pk)
    authorize(by, "attachment.remove", attachment)
    why = _checked(reason)
    attachment.removed_at, attachment.removed_by, attachment.removed_why = now(), by, why
    attachment.save(update_fields=["removed_at", "removed_by", "removed_why"])
    [place] = places_of(plan, [attachment])
    tell(events.REMOVED, attachment, place, by=by, reason=why)
    return attachment


def _checked(reason: str) -> str:
    words = reason.strip()
    if not words or len(words) > LONGEST_WHY or not is_keepable(words):
        told = _("删除附件要写明原因，最多五百字。")
        raise Invalid(told, fields={"reason": [told]})
    return words
