"""Where two wings meet: one asks for a permission, the other grants or refuses it.

The caller holds the plan's lock and records its own event.
"""

from datetime import datetime

from plans.contribute import announce
from plans.models import Clearance, Plan


def ask_clearance(
    plan: Plan, subject: str, *, at: datetime, title: str = "", wants: dict[str, int] | None = None
) -> Clearance:
    """The clearance of `subject`, asked for once; asking again changes nothing."""
    clearance, created = Clearance.objects.get_or_create(
        plan=plan,
        subject=subject,
        defaults={"title": title[:200], "wants": wants or {}, "asked_at": at},
    )
    if created:
        announce("clearance_asked", clearance)
    return clearance


def answer_clearance(clearance: Clearance, state: str, *, at: datetime, note: str = "") -> None:
    """Set it to granted, refused, or (voided) back to asked, and tell the wing that waits."""
    clearance.state, clearance.answered_at, clearance.note = state, at, note
    if state == "asked":
        clearance.asked_at, clearance.answered_at = at, None
    clearance.save(update_fields=["state", "asked_at", "answered_at", "note"])
    announce("clearance_answered", clearance)
