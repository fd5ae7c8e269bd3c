"""Writing the prose of a plan."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ground.errors import Invalid, Stale
from ground.journal import record
from ground.policies import authorize
from plans import events
from plans.actions.amendments import after_content_change, require_reason
from plans.actions.locking import lock
from plans.document import NOTES
from plans.lookup import find_note
from plans.models import Note, Plan

LONGEST = 200_000


@transaction.atomic
def add_note(plan: Plan, *, by: Any, heading: Sequence[str], text: str, reason: str = "") -> Note:
    """Append a note under its heading path."""
    plan = lock(plan)
    note = insert_note(plan, by=by, heading=heading, text=text, reason=reason)
    after_content_change(plan, [NOTES], by=by, reason=reason)
    return note


def insert_note(plan: Plan, *, by: Any, heading: Sequence[str], text: str, reason: str) -> Note:
    """`add_note` in a locked plan; what follows a change is the caller's, here and below."""
    authorize(by, "plan.edit", plan)
    require_reason(plan, reason)
    rank = (plan.notes.aggregate(last=Max("rank"))["last"] or 0) + 1
    note = Note.objects.create(
        plan=plan, heading=list(heading), text=_checked(text), rank=rank, changed_by=by
    )
    record(
        events.NOTE_ADDED, chain=plan.chain, by=by, subject=f"note:{note.pk}", reason=reason,
        data={"title": str(note), **note.as_json()},
    )  # fmt: skip
    return note


@transaction.atomic
def save_note(
    note: Note,
    *,
    by: Any,
    version: int,
    text: str | None = None,
    heading: Sequence[str] | None = None,
    reason: str = "",
) -> Note:
    """Change text or heading; Stale with the current note when `version` is old."""
    plan = lock(note.plan)
    authorize(by, "plan.edit", plan)
    note = find_note(plan, note.pk)
    if note.version != version:
        raise Stale(_("这段正文刚被别人改过，请对照后再保存。"), extra={"current": note.as_json()})
    if write_note(plan, note, by=by, text=text, heading=heading, reason=reason):
        after_content_change(plan, [NOTES], by=by, reason=reason)
    return note


def write_note(
    plan: Plan, note: Note, *, by: Any, text: str | None = None,
    heading: Sequence[str] | None = None, reason: str,
) -> bool:  # fmt: skip
    """Write a note of a locked plan as it is now; whether anything differs."""
    authorize(by, "plan.edit", plan)
    require_reason(plan, reason)
    before = note.as_json()
    note.text = note.text if text is None else _checked(text)
    note.heading = note.heading if heading is None else list(heading)
    if note.as_json() == before:
        return False
    note.version, note.changed_by = note.version + 1, by
    note.save(update_fields=["text", "heading", "version", "changed_by", "changed_at"])
    record(
        events.NOTE_CHANGED, chain=plan.chain, by=by, subject=f"note:{note.pk}", reason=reason,
        data={"title": str(note), "before": before, "after": note.as_json()},
    )  # fmt: skip
    return True


@transaction.atomic
def delete_note(note: Note, *, by: Any, reason: str = "") -> None:
    """Delete a note; its text stays in the event."""
    plan = lock(note.plan)
    remove_note(plan, find_note(plan, note.pk), by=by, reason=reason)
    after_content_change(plan, [NOTES], by=by, reason=reason)


def remove_note(plan: Plan, note: Note, *, by: Any, reason: str) -> None:
    """Delete a note of a locked plan."""
    authorize(by, "plan.edit", plan)
    require_reason(plan, reason)
    record(
        events.NOTE_DELETED, chain=plan.chain, by=by, subject=f"note:{note.pk}", reason=reason,
        data={"title": str(note), **note.as_json()},
    )  # fmt: skip
    note.delete()


def _checked(text: str) -> str:
    if len(text) > LONGEST or "\x00" in text:
        raise Invalid(_("一段正文最多二十万字，且不能有空字符。"), fields={"text": [_("太长")]})
    return text.replace("\r\n", "\n")
