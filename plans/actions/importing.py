"""Uploads under review: kept, decided about, remembered, forgotten."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid
from ground.journal import INSTALLATION, record
from ground.policies import authorize
from plans import events
from plans.actions.merging import merge_plan
from plans.actions.plans import create_plan
from plans.importing import read_file
from plans.lookup import find_upload
from plans.models import Plan, ReadingChoice, Upload
from plans.reading.choices import NOTES
from plans.reading.draft import ImportDraft
from plans.reviewing.accounts import linked
from plans.reviewing.steps import (
    MOST_STEPS,
    Lesson,
    decisions,
    is_choice,
    lessons,
    next_turn,
    without_last,
)
from plans.tables.registry import has_section, section

KEPT = timedelta(days=7)
"""How long a document waits for its reviewer."""

MOST_SAID = 1_000_000
"""Letters of all that was decided about one document."""

MOST_WAITING = 10


@transaction.atomic
def keep_upload(*, by: Any, name: str, data: bytes, plan: Plan | None = None) -> Upload:
    """A document to be reviewed by whoever uploaded it; `plan` takes its rows in."""
    authorize(by, "plan.import", plan)
    forget_uploads()
    _make_room(by)
    return Upload.objects.create(owner=by, name=name[:255], data=data, plan=plan, created_at=now())


def _make_room(by: Any) -> None:
    """Of one person's documents only the newest wait."""
    mine = Upload.objects.filter(owner=by).order_by("-id").values_list("id", flat=True)
    Upload.objects.filter(pk__in=list(mine[MOST_WAITING - 1 :])).delete()


def forget_uploads() -> int:
    """Delete what nobody finished within a week."""
    gone, _kinds = Upload.objects.filter(created_at__lt=now() - KEPT).delete()
    return gone


@transaction.atomic
def decide(upload: Upload, *, by: Any, steps: Sequence[Mapping[str, Any]]) -> Upload:
    """Add steps to what was decided; all other decisions stay."""
    upload = _locked(upload, by)
    kept = [dict(step) for step in upload.choices]
    turn = next_turn(kept)
    for step in steps:
        said = {**step, "turn": turn} if is_choice(step) else dict(step)
        kept = [*(one for one in kept if not _replaces(step, one)), said]
    if len(kept) > MOST_STEPS or len(json.dumps(kept, ensure_ascii=False)) > MOST_SAID:
        raise Invalid(_("改动太多，请先创建计划，再在计划里修改。"))
    return _keep(upload, kept)


@transaction.atomic
def undo_decision(upload: Upload, *, by: Any) -> Upload:
    """Take the last choice back."""
    upload = _locked(upload, by)
    return _keep(upload, [dict(step) for step in without_last(upload.choices)])


@dataclass(frozen=True)
class Imported:
    """The plan that took a document in, and what to say about it."""

    plan: Plan
    sentence: str


@transaction.atomic
def import_upload(
    upload: Upload, *, by: Any, facts: Mapping[str, str], accounts: Mapping[str, str],
    base: str = "", flips: Iterable[str] = (), reason: str = "",
) -> Imported:  # fmt: skip
    """Make the plan, or merge into the one of the upload; what was chosen is remembered.

    `facts` are plan fields as typed, `accounts` {name in the document: user name}.
    """
    upload = _locked(upload, by)
    chosen = decisions(upload.choices).choices
    zone = upload.plan.zone if upload.plan else None
    draft = read_file(bytes(upload.data), upload.name, zone, chosen, memory=True)
    learned = lessons(draft, chosen)
    if upload.plan:
        done = _merged(upload.plan, draft, by=by, base=base, flips=flips, reason=reason)
    else:
        plan = create_plan(by=by, draft=linked(_said(draft, facts), accounts))
        done = Imported(plan, _("已导入为 %(number)s，请核对") % {"number": plan.number})
    remember(learned, by=by)
    upload.delete()
    return done


def _said(draft: ImportDraft, facts: Mapping[str, str]) -> ImportDraft:
    """The draft with what was typed about the plan in place of what it says."""
    return replace(draft, plan={**draft.plan, **facts})


def _merged(
    plan: Plan, draft: ImportDraft, *, by: Any, base: str, flips: Iterable[str], reason: str
) -> Imported:
    merged = merge_plan(plan, by=by, draft=draft, base=base, flips=flips, reason=reason)
    if not merged:
        raise Invalid(_("没有选中任何改动，计划没有变。"))
    said = _("已并入：新增 %(added)s 处，修改 %(changed)s 处，删除 %(deleted)s 处")
    if merged.sealed:
        said = _(
            "已并入：新增 %(added)s 处，修改 %(changed)s 处，删除 %(deleted)s 处；"
            "之前的内容封存为第 %(sealed)s 版，可在历史里恢复"
        )
    return Imported(plan, said % vars(merged))


@transaction.atomic
def discard_upload(upload: Upload, *, by: Any) -> None:
    _locked(upload, by).delete()


@transaction.atomic
def remember(learned: Sequence[Lesson], *, by: Any) -> None:
    """Keep what was decided for the next document; a decision for recognition forgets."""
    authorize(by, "plan.create", None)
    for lesson in learned:
        if lesson.choice.section:
            _remember(lesson, by)
        else:
            _forget(lesson.signature, by)


@transaction.atomic
def forget_choice(signature: str, *, by: Any) -> None:
    """From now on such blocks are recognised again."""
    authorize(by, "plan.create", None)
    _forget(signature, by)


def _replaces(step: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Typed fields: only the last text of each counts, so no list of them grows."""
    return not is_choice(step) and not is_choice(old) and step["plan"].keys() == old["plan"].keys()


def _locked(upload: Upload, by: Any) -> Upload:
    """Its newest state; Hidden when somebody pressed twice and the first press has used it up."""
    list(Upload.objects.select_for_update().filter(pk=upload.pk).values("pk"))
    found = find_upload(by, upload.key)
    authorize(by, "upload.review", found)
    return found


def _keep(upload: Upload, steps: list[dict[str, Any]]) -> Upload:
    upload.choices = steps
    upload.save(update_fields=["choices"])
    return upload


def _remember(lesson: Lesson, by: Any) -> None:
    said = {"section": lesson.choice.section, "columns": dict(lesson.choice.columns)}
    known = ReadingChoice.objects.filter(signature=lesson.signature).first()
    if known and {"section": known.section, "columns": known.columns} == said:
        return
    ReadingChoice.objects.update_or_create(
        signature=lesson.signature,
        defaults={
            "heading": " / ".join(lesson.heading)[:500],
            "headers": lesson.headers,
            "chosen_by": by,
            "chosen_at": now(),
            **said,
        },
    )
    _record(events.CHOICE_REMEMBERED, lesson.signature, by, " / ".join(lesson.heading), said)


def _forget(signature: str, by: Any) -> None:
    known = ReadingChoice.objects.filter(signature=signature).first()
    if known:
        known.delete()
        said = {"section": known.section, "columns": known.columns}
        _record(events.CHOICE_FORGOTTEN, signature, by, known.heading, said)


def _record(kind: Any, signature: str, by: Any, heading: str, said: Mapping[str, Any]) -> None:
    key = str(said["section"])
    label = str(section(key).label) if has_section(key) else _("正文") if key == NOTES else key
    record(
        kind, chain=INSTALLATION, by=by, subject=f"reading:{signature[:12]}",
        data={"heading": heading or "…", "target": label, **said},
    )  # fmt: skip
