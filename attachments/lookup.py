"""Finding what a request names, within a plan that the reader may see."""

from django.utils.translation import gettext as _

from attachments.models import Attachment
from ground.errors import Hidden
from plans.models import Plan

MOST = 2**63


def find_attachment(plan: Plan, pk: int) -> Attachment:
    """One that stands or was removed; its bytes are only given while it stands."""
    found = plan.attachments.select_related("added_by", "removed_by")
    attachment = found.filter(pk=pk).first() if pk < MOST else None
    if attachment is None:
        raise Hidden(_("没有这个附件。"))
    attachment.plan = plan
    return attachment


def find_standing(plan: Plan, pk: int) -> Attachment:
    attachment = find_attachment(plan, pk)
    if attachment.removed_at:
        raise Hidden(_("这个附件已经删除。"))
    return attachment
