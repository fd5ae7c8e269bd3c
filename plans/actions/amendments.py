"""What follows a change of content: grants, wings, and the amendment after approval."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid
from ground.journal import record
from ground.words import in_row
from plans import events, states
from plans.actions.cataloguing import catalogue
from plans.actions.indexing import index_changed, index_parts
from plans.contribute import announce
from plans.grants import derive_grants
from plans.models import Clearance, Plan
from plans.release import AMENDMENT
from plans.tables.registry import has_section, section


def require_reason(plan: Plan, reason: str) -> None:
    """From approval on an edit is an amendment and says why."""
    if plan.status in states.AMENDABLE and not reason.strip():
        raise Invalid(
            _("计划已经通过评审，修改内容要写明原因，并需要重新签字。"),
            fields={"reason": [_("请写明变更原因。")]},
        )


def after_content_change(plan: Plan, keys: Iterable[str], *, by: Any, reason: str = "") -> None:
    """Derive grants, ask for the amendment's clearance, tell the wings."""
    keys = list(keys)
    if "members" in keys:
        derive_grants(plan)
    if plan.status in states.AMENDABLE:
        _ask_amendment(plan, keys, by=by, reason=reason)
    Plan.objects.filter(pk=plan.pk).update(changed_at=now())
    catalogue(plan, keys)
    index_changed(plan, keys)
    announce("content_changed", plan, keys, by)


def after_progress(plan: Plan, keys: Iterable[str], *, by: Any) -> None:
    """Make it findable, tell the wings."""
    keys = list(keys)
    index_parts(plan, keys)
    announce("progress_changed", plan, keys, by)


def _ask_amendment(plan: Plan, keys: list[str], *, by: Any, reason: str) -> None:
    Clearance.objects.update_or_create(
        plan=plan,
        subject=AMENDMENT,
        defaults={"state": "asked", "asked_at": now(), "answered_at": None, "note": reason},
    )
    names = in_row(str(section(key).label) for key in keys if has_section(key)) or _("计划信息")
    record(events.AMENDMENT_ASKED, chain=plan.chain, by=by, reason=reason, data={"section": names})
