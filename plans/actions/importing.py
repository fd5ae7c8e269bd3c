"""Uploads under review: kept, decided about, remembered, forgotten."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid
from ground.journal import INSTALLATION, record
from ground.policies import authorize
from plans import events
from plans.lookup import find_upload
from plans.models import Plan, ReadingChoice, Upload
from plans.reading.choices import NOTES
from plans.reviewing import MOST_STEPS, Lesson, is_choice, without_last
from plans.tables.registry import has_section, section

KEPT = timedelta(days=7)
"""How long a document waits for its reviewer."""


@transaction.atomic
def keep_upload(*, by: Any, name: str, data: bytes, plan: Plan | None = None) -> Upload:
    """A document to be reviewed by whoever uploaded it; `plan` takes its rows in."""
    authorize(by, "plan.import", plan)
    forget_uploads()
    return Upload.objects.create(owner=by, name=name[:255], data=data, plan=plan, created_at=now())


def forget_uploads() -> int:
    """Delete what nobody finished within a week."""
    gone, _kinds = Upload.objects.filter(created_at__lt=now() - KEPT).delete()
    return gone


@transaction.atomic
def decide(upload: Upload, *, by: Any, steps: Sequence[Mapping[str, Any]]) -> Upload:
    """Add steps to what was decided; all other decisions stay."""
    upload = _locked(upload, by)
    kept = [dict(step) for step in upload.choices]
    for step in steps:
        kept = [*(one for one in kept if not _replaces(step, one)), dict(step)]
    if len(kept) > MOST_STEPS:
        raise Invalid(_("改动太多，请先创建计划，再在计划里修改。"))
    return _keep(upload, kept)


@transaction.atomic
def undo_decision(upload: Upload, *, by: Any) -> Upload:
    """Take the last choice back."""
    upload = _locked(upload, by)
    return _keep(upload, [dict(step) for step in without_last(upload.choices)])


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
    found = find_upload(by, upload.key)
    authorize(by, "upload.review", found)
    return Upload.objects.select_for_update(of=("self",)).get(pk=found.pk)


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
