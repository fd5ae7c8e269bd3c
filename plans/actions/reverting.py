"""Bringing a sealed revision back: content only, and nothing is lost on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Hidden, Invalid, Stale, WrongState
from ground.journal import record
from ground.policies import authorize
from ground.words import in_row
from plans import events
from plans.actions.amendments import after_content_change, require_reason
from plans.actions.locking import lock
from plans.actions.plans import write_fields
from plans.actions.restoring import restore_rows
from plans.actions.revisions import seal_locked
from plans.actions.rewriting import write_table
from plans.contribute import announce
from plans.document import Document, load, whole_digest
from plans.history.restoring import Restoration, Table, one_row, restoration
from plans.lookup import find_revision, find_section
from plans.models import Note, Plan, Revision
from plans.tables.registry import section, sections
from plans.tables.section import Section


@dataclass(frozen=True)
class Reverted:
    """`sealed` holds what was there before; `kept` are executed rows that stayed."""

    sealed: Revision
    kept: list[tuple[str, str]]


@transaction.atomic
def revert(plan: Plan, *, by: Any, number: int, reason: str = "", seen: str = "") -> Reverted:
    """Make the plan's content what revision `number` says; progress stays where it is.

    Rows that were deleted since come back from the log, with their ids and progress.
    What is replaced is sealed first. `seen` is the digest of the content that the
    person compared with. Raises Stale when it has changed since, WrongState when there
    is nothing to bring back.
    """
    plan = lock(plan)
    authorize(by, "plan.manage", plan)
    authorize(by, "plan.edit", plan)
    require_reason(plan, reason)
    document, revision = load(plan), find_revision(plan, number)
    if seen and seen != whole_digest(document):
        raise Stale(_("计划刚被别人改过，请重新看一遍差别再恢复。"))
    steps = restoration(document, Document.from_json(revision.snapshot), executed_rows(plan))
    if not steps:
        raise WrongState(_("现在的内容和第 %(n)s 版一样，没有要恢复的。") % {"n": number})
    sealed = seal_locked(plan, by=by, reason=_("恢复第 %(n)s 版之前") % {"n": number})
    back = _write(plan, steps, by=by, reason=reason)
    record(
        events.REVERTED, chain=plan.chain, by=by, subject=f"revision:{number}", reason=reason,
        data={"number": number, "sealed": sealed.number, "digest": revision.digest,
              "sections": steps.keys, "kept": [list(one) for one in steps.kept]},
    )  # fmt: skip
    after_content_change(plan, steps.keys, by=by, reason=reason)
    if back:
        announce("progress_changed", plan, back, by)
    return Reverted(sealed, steps.kept)


@transaction.atomic
def revert_row(
    plan: Plan, key: str, pk: int, *, by: Any, number: int, reason: str = ""
) -> Reverted:
    """One row as revision `number` has it; a deleted one comes back with its progress."""
    part, plan = find_section(key), lock(plan)
    authorize(by, "section.edit", (plan, part))
    require_reason(plan, reason)
    snapshot = Document.from_json(find_revision(plan, number).snapshot)
    if not any(row["id"] == pk for row in snapshot.rows(key)):
        raise Hidden(_("第 %(n)s 版里没有这一行。") % {"n": number})
    sealed = seal_locked(plan, by=by, reason=_("恢复第 %(n)s 版的一行之前") % {"n": number})
    came_back = _undelete(plan, part, pk, by=by, reason=reason)
    steps = one_row(load(plan), snapshot, executed_rows(plan), key, pk)
    if steps.kept:
        raise WrongState(_("这一行已经执行，不能再改；请另加一行说明。"))
    if not steps and not came_back:
        raise WrongState(_("这一行和第 %(n)s 版一样，没有要恢复的。") % {"n": number})
    if steps:
        _write(plan, steps, by=by, reason=reason)
        after_content_change(plan, [key], by=by, reason=reason)
    return Reverted(sealed, [])


def executed_rows(plan: Plan) -> dict[str, set[int]]:
    """{section: ids of rows that execution has passed}, which nobody changes any more."""
    found: dict[str, set[int]] = {}
    for part in sections():
        rows = list(part.rows(plan))
        for row in rows:
            row.plan = plan
        found[part.key] = {row.pk for row in rows if row.is_executed}
    return found


def _undelete(plan: Plan, part: Section, pk: int, *, by: Any, reason: str) -> bool:
    """Whether the log brought the deleted row back; what it does not know is made anew."""
    if part.rows(plan).filter(pk=pk).exists():
        return False
    try:
        restore_rows(plan, part.key, by=by, ids=[pk], reason=reason)
    except (Hidden, Invalid, WrongState):
        return False
    return True


def _write(plan: Plan, steps: Restoration, *, by: Any, reason: str) -> list[str]:
    """The sections into which the log brought rows back, with their progress."""
    back = [
        key
        for key, table in steps.tables.items()
        if table and write_table(plan, section(key), table, by=by, reason=reason)
    ]
    if steps.notes:
        _write_notes(plan, steps.notes, by=by, reason=reason)
    if steps.fields:
        write_fields(plan, steps.fields, by=by, reason=reason)
    return back


def _write_notes(plan: Plan, table: Table, *, by: Any, reason: str) -> None:
    found: dict[int, Note] = {note.pk: note for note in plan.notes.all()}
    for gone in table.removed:
        note = found.pop(gone["id"])
        _tell(plan, events.NOTE_DELETED, note, note.as_json(), by=by, reason=reason)
        note.delete()
    for here, then in table.changed:
        note, before = found[here["id"]], found[here["id"]].as_json()
        note.heading, note.text = then["heading"], then["text"]
        note.version, note.changed_by = note.version + 1, by
        told = {"before": before, "after": note.as_json()}
        _tell(plan, events.NOTE_CHANGED, note, told, by=by, reason=reason)
    for at, then in enumerate(table.added, start=1):
        made = Note(plan=plan, heading=then["heading"], text=then["text"], changed_by=by)
        made.save(force_insert=True)
        found[-at] = made
        _tell(plan, events.NOTE_ADDED, made, made.as_json(), by=by, reason=reason)
    for rank, pk in enumerate(table.order, start=1):
        found[pk].rank, found[pk].changed_at = rank, now()
    fields = ["heading", "text", "rank", "version", "changed_by", "changed_at"]
    Note.objects.bulk_update([found[pk] for pk in table.order], fields, batch_size=500)


def _tell(
    plan: Plan, kind: Any, note: Note, data: Mapping[str, Any], *, by: Any, reason: str
) -> None:
    record(
        kind, chain=plan.chain, by=by, subject=f"note:{note.pk}", reason=reason,
        data={"title": str(note), **data},
    )  # fmt: skip


def kept_in_words(kept: Sequence[tuple[str, str]]) -> str:
    """发布应用批次（coin-center）: executed rows that stay, as a sentence; empty for none."""
    if not kept:
        return ""
    names = in_row(f"{section(key).label} {title}" for key, title in kept[:10])
    return _("已经执行的行保持不变：%(names)s。") % {"names": names}
