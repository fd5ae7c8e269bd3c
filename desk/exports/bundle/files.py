"""The attachments: what is said of each, and their bytes."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from attachments.models import Attachment
from attachments.serving import lost
from attachments.vault import take
from plans.models import Plan

PIECE = 1 << 20
PACKED = ("image/", "application/zip", "application/gzip", "application/x-", "application/zstd")


def attachments(plan: Plan) -> list[dict[str, Any]]:
    """All that ever hung on the plan; `file` is where the bytes are, None for a removed one."""
    found = plan.attachments.select_related("added_by", "removed_by")
    return [_told(one) for one in found]


def name_of(one: Attachment) -> str:
    """Numbered, for names repeat."""
    return f"attachments/{one.pk:06}-{one.name}"


def pieces(one: Attachment) -> Iterator[bytes]:
    """Its bytes; Lost when the disk does not have them."""
    try:
        file = take(one.sha256)
    except FileNotFoundError:
        raise lost(one) from None
    with file:
        yield from _read(file)


def is_packed(one: Attachment) -> bool:
    return one.media.startswith(PACKED)


def _read(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _told(one: Attachment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "file": None if one.removed_at else name_of(one),
        "section": one.section,
        "row": one.row,
        "title": one.title,
        "name": one.name,
        "note": one.note,
        "size": one.size,
        "sha256": one.sha256,
        "md5": one.md5,
        "media": one.media,
        "added_by": one.added_by.called,
        "added_at": one.added_at,
        "removed_by": one.removed_by.called if one.removed_by else None,
        "removed_at": one.removed_at,
        "removed_why": one.removed_why,
    }
