"""Hanging a file on a plan: its bytes first, then the row that names them. It voids nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from attachments import events
from attachments.actions.telling import tell
from attachments.kinds import HEAD, Kind
from attachments.limits import require_kind, require_room, require_size
from attachments.models import LONGEST_NOTE, Attachment
from attachments.names import plain_name
from attachments.places import find_place
from attachments.reading import bytes_of
from attachments.vault import Kept, keep
from ground.clock import now
from ground.errors import Invalid, WrongState
from ground.policies import authorize
from ground.texts import is_keepable
from plans.actions import lock
from plans.models import Plan


def attach(
    plan: Plan, *, by: Any, section: str, row: int = 0, file: UploadedFile, note: str = ""
) -> Attachment:
    """Hang `file` at that place ("plan", "notes" or a section's key; a row or note id, or 0).

    Raises Denied, Hidden when there is no such place, Invalid for what is too large, of a kind
    that is not kept, or hangs there already.
    """
    authorize(by, "attachment.add", (plan, find_place(plan, section, row)))
    name, words = plain_name(file.name or ""), _checked(note)
    require_size(file.size or 0, name)
    head, chunks = _beginning(file.chunks())
    kind = require_kind(head, name)
    kept = keep(chunks)
    require_size(kept.size, name)
    return _hang(plan, by, section, row, kept, kind, name, (file.content_type or "")[:100], words)


@transaction.atomic
def _hang(
    plan: Plan, by: Any, key: str, row: int, kept: Kept, kind: Kind, name: str, declared: str,
    note: str,
) -> Attachment:  # fmt: skip
    plan = lock(plan)
    place = find_place(plan, key, row)
    authorize(by, "attachment.add", (plan, place))
    _require_new(plan, key, row, kept.sha256, name)
    require_room(plan, kept.size, bytes_of)
    attachment = Attachment.objects.create(
        plan=plan, section=key, row=row, title=place.title[:200], name=name, size=kept.size,
        sha256=kept.sha256, md5=kept.md5, media=kind.media, declared=declared, note=note,
        added_by=by, added_at=now(),
    )  # fmt: skip
    tell(events.ADDED, attachment, place, by=by)
    return attachment


def _require_new(plan: Plan, key: str, row: int, sha256: str, name: str) -> None:
    same = plan.attachments.standing().filter(section=key, row=row, sha256=sha256).first()
    if same:
        words = {"name": name, "same": same.name}
        raise WrongState(_("“%(name)s”已经在这里了（%(same)s，内容相同）。") % words)


def _beginning(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """(the first bytes, all chunks again)."""
    several = iter(chunks)
    seen = b""
    for chunk in several:
        seen += chunk
        if len(seen) >= HEAD:
            break
    return seen[:HEAD], _again(seen, several)


def _again(seen: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield seen
    yield from rest


def _checked(note: str) -> str:
    words = " ".join(note.split())
    if len(words) > LONGEST_NOTE or not is_keepable(words):
        told = _("附件的说明最多五百字。")
        raise Invalid(told, fields={"note": [told]})
    return words
