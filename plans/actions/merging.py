"""A reviewed document into a plan that exists: one transaction, the events of every row change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import Invalid, Stale
from ground.journal import record
from ground.policies import authorize, can
from ground.texts import is_keepable
from plans import events
from plans.actions.amendments import after_content_change
from plans.actions.blocks import write_block
from plans.actions.locking import lock
from plans.actions.notes import insert_note, remove_note, write_note
from plans.actions.plans import write_plan
from plans.actions.revisions import seal_locked
from plans.actions.rows import remove_rows
from plans.document import NOTES, PLAN, load
from plans.lookup import find_note
from plans.models import Plan
from plans.reading.draft import ImportDraft
from plans.reviewing.merging import (
    ADDED,
    CHANGED,
    ONLY,
    Merge,
    RowMerge,
    added_row,
    changed_row,
    merge,
)
from plans.tables.registry import section, sections


@dataclass(frozen=True)
class Merged:
    """How many rows, notes and fields were added, changed, deleted.

    `sealed` is the number of the revision that keeps what was replaced, 0 when nothing was.
    """

    added: int = 0
    changed: int = 0
    deleted: int = 0
    sealed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted)


def differences(plan: Plan, draft: ImportDraft, user: Any) -> Merge:
    """What merging would do now, as far as this person may."""
    return merge(load(plan), draft, plan.zone, _locks(plan, user))


@transaction.atomic
def merge_plan(
    plan: Plan, *, by: Any, draft: ImportDraft, base: str = "",
    flips: Iterable[str] = (), reason: str = "",
) -> Merged:  # fmt: skip
    """Take what is new and changed; `flips` are the tokens decided against the default.

    `base` is that of the differences which somebody saw: Stale when they are others by now.
    """
    plan = lock(plan)
    authorize(by, "plan.import", plan)
    found = differences(plan, draft, by)
    if base and base != found.base:
        raise Stale(_("核对期间计划被改过，差异已重新计算，请再看一遍后合并。"))
    taken = found.taken(flips)
    done = counted(taken)
    if done.changed or done.deleted:
        sealed = seal_locked(plan, by=by, reason=_("并入文档之前"))
        done = replace(done, sealed=sealed.number)
    if done:
        keys = _apply(plan, taken, by=by, reason=reason)
        record(
            events.MERGED, chain=plan.chain, by=by, reason=reason,
            data={"source": draft.source or "…", **vars(done)},
        )  # fmt: skip
        after_content_change(plan, keys, by=by, reason=reason)
    return done


def _locks(plan: Plan, user: Any) -> dict[str, dict[int | None, str]]:
    """Why parts and rows stay as they are for this person."""
    locks: dict[str, dict[int | None, str]] = {}
    prose = can(user, "plan.edit", plan)
    for key in (PLAN, NOTES) if not prose else ():
        locks[key] = {None: prose.reason}
    for part in sections():
        verdict = can(user, "section.edit", (plan, part))
        executed = [row.pk for row in part.rows(plan) if row.is_executed]
        mine: dict[int | None, str] = dict.fromkeys(executed, _("已经执行，不改。"))
        locks[part.key] = mine if verdict else {**mine, None: verdict.reason}
    return locks


def counted(taken: dict[str, list[RowMerge]]) -> Merged:
    """How much would be written."""
    kinds = [one.kind for rows in taken.values() for one in rows]
    return Merged(kinds.count(ADDED), kinds.count(CHANGED), kinds.count(ONLY))


def _apply(plan: Plan, taken: dict[str, list[RowMerge]], *, by: Any, reason: str) -> list[str]:
    """Write what is taken; the parts that changed.

    The plan's own fields come last: every moment was compared, and is read, in the zone
    that the plan had before.
    """
    keys = [
        key
        for key, rows in taken.items()
        if key not in (PLAN, NOTES) and _apply_rows(plan, key, rows, by=by, reason=reason)
    ]
    notes = [_apply_note(plan, one, by=by, reason=reason) for one in taken.get(NOTES, [])]
    facts = {cell.field: cell.after for one in taken.get(PLAN, []) for cell in one.cells}
    told = bool(facts) and write_plan(plan, by=by, values=facts, reason=reason)
    return [PLAN] * told + [NOTES] * any(notes) + keys


def _apply_rows(plan: Plan, key: str, found: Sequence[RowMerge], *, by: Any, reason: str) -> bool:
    current = {row.pk: row.as_json() for row in section(key).rows(plan)}
    changed = [changed_row(one, current[one.pk or 0]) for one in found if one.kind == CHANGED]
    added = [added_row(key, one) for one in found if one.kind == ADDED]
    gone = [one.pk for one in found if one.kind == ONLY and one.pk]
    rows, has_changed = [*changed, *added], False
    if rows:
        _written, has_changed = write_block(plan, key, by=by, rows=rows, reason=reason)
    if gone:
        remove_rows(plan, key, by=by, ids=gone, reason=reason)
    return has_changed or bool(gone)


def _apply_note(plan: Plan, one: RowMerge, *, by: Any, reason: str) -> bool:
    """Whether it changed anything."""
    if one.kind == ADDED:
        if not all(map(is_keepable, (*one.row["heading"], one.row["text"]))):
            raise Invalid(_("正文里有不可见的空字符，请删掉。"))
        insert_note(plan, by=by, heading=one.row["heading"], text=one.row["text"], reason=reason)
        return True
    note = find_note(plan, one.pk or 0)
    if one.kind == ONLY:
        remove_note(plan, note, by=by, reason=reason)
        return True
    return write_note(plan, note, by=by, text=one.row["text"], reason=reason)
