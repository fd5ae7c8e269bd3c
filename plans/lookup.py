"""Finding what a request names: everything starts from what the reader may see."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from ground.errors import Hidden
from plans.models import Note, Override, Plan, Revision, Upload
from plans.tables.registry import has_section, section
from plans.tables.row import PlanRow
from plans.tables.section import Section

MOST_ASKED = 5_000
"""No section has more rows, and no database takes lists of any length."""


def find_plan(user: Any, number: str) -> Plan:
    """The plan or template of that number, or Hidden: one that may not be seen does not exist."""
    return _one(Plan.objects.open_to(user).select_related("owner"), number)


def glimpse_plan(user: Any, number: str) -> Plan:
    """The same with the few fields that a page needs which asks every other second."""
    return _one(Plan.objects.open_to(user).only("number", "status", "visibility", "owner"), number)


def _one(plans: Any, number: str) -> Plan:
    for plan in plans.filter(number=number).order_by()[:1]:
        return plan
    raise Hidden(_("没有 %(number)s 这个计划，或者你看不到它。") % {"number": number})


def find_upload(user: Any, key: Any) -> Upload:
    """One's own document under review; anybody else's does not exist."""
    mine = Upload.objects.filter(owner_id=user.pk).select_related("plan", "plan__owner")
    upload = mine.filter(key=key).first()
    if upload is None:
        raise Hidden(_("没有这份待核对的文档：可能已经导入，或放了太久。请重新上传。"))
    if upload.plan:
        find_plan(user, upload.plan.number)
    return upload


def find_release(user: Any, number: str) -> Plan:
    """A plan that can be released, for what makes no sense of a template; else Hidden."""
    plan = find_plan(user, number)
    if plan.is_template:
        raise Hidden(_("%(number)s 是模板，没有这一页。") % {"number": number})
    return plan


def find_revision(plan: Plan, number: int) -> Revision:
    revision = plan.revisions.filter(number=number).first()
    if revision is None:
        raise Hidden(_("没有第 %(number)s 版。") % {"number": number})
    return revision


def find_section(key: str) -> Section:
    if not has_section(key):
        raise Hidden(_("没有“%(key)s”这个清单。") % {"key": key})
    return section(key)


def find_row(plan: Plan, key: str, pk: int) -> PlanRow:
    [row] = find_rows(plan, key, [pk])
    return row


def find_rows(plan: Plan, key: str, ids: Collection[int]) -> list[PlanRow]:
    """The rows of these ids in document order; Hidden when one of them is not there."""
    possible = {pk for pk in ids if 0 < pk < 2**63}
    rows = find_section(key).rows(plan)
    found = list(rows.filter(pk__in=possible)) if len(possible) <= MOST_ASKED else []
    if len(found) < len(set(ids)):
        raise Hidden(_("没有这一行，可能已被删除。"))
    for row in found:
        row.plan = plan
    return found


def find_note(plan: Plan, pk: int) -> Note:
    note = plan.notes.filter(pk=pk).first()
    if note is None:
        raise Hidden(_("没有这段正文，可能已被删除。"))
    note.plan = plan
    return note


def find_override(plan: Plan, pk: int) -> Override:
    found = plan.overrides.select_related("asked_by", "confirmed_by")
    override = found.filter(pk=pk).first()
    if override is None:
        raise Hidden(_("没有这个紧急放行。"))
    override.plan = plan
    return override
