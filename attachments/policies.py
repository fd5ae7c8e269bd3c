"""Who may hang a file on a plan, and take it down. Whoever reads the plan reads its attachments."""

from typing import Any

from django.utils.translation import gettext as _

from attachments.models import Attachment
from attachments.places import is_evidence
from ground.policies import can, policy
from ground.verdict import ALLOWED, Verdict, denied
from plans.lookup import find_row
from plans.models import Plan
from plans.places import Place


@policy("attachment.add")
def add(user: Any, target: tuple[Plan, Place]) -> Verdict:
    """`target` is (plan, place): evidence by whoever records on the row, else by every member."""
    plan, place = target
    if plan.is_template:
        return denied(_("模板不带附件；从它建出的计划可以带。"))
    if place.is_gone:
        return denied(_("这一行已经删除，不能再加附件。"))
    if is_evidence(place):
        return can(user, "row.progress", find_row(plan, place.key, place.row))
    return can(user, "plan.comment", plan)


@policy("attachment.remove")
def remove(user: Any, attachment: Attachment) -> Verdict:
    """Whoever added it, and the owner's side; after the end nobody."""
    plan = attachment.plan
    if attachment.removed_at:
        return denied(_("这个附件已经删除。"))
    if plan.is_finished:
        return denied(_("计划已经结束，附件留作凭据，不能再删除。"))
    if can(user, "plan.manage", plan):
        return ALLOWED
    if attachment.added_by_id != user.pk:
        return denied(_("只有上传的人和计划负责人能删除附件。"))
    return can(user, "plan.comment", plan)
