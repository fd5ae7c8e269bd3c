"""Attachments as the interface gives them."""

from typing import Any

from django.urls import reverse

from attachments.models import Attachment


def attachment_json(attachment: Attachment, mark: str) -> dict[str, Any]:
    """`mark` is "matches", "differs" or "" of the row's checksums; `url` gives the bytes."""
    plan = attachment.plan
    return {
        "id": attachment.pk,
        "section": attachment.section,
        "row": attachment.row,
        "title": attachment.title,
        "name": attachment.name,
        "note": attachment.note,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "md5": attachment.md5,
        "checksum": mark or None,
        "media": attachment.media,
        "declared": attachment.declared,
        "added_by": attachment.added_by.called,
        "username": attachment.added_by.username,
        "added_at": attachment.added_at,
        "removed_at": attachment.removed_at,
        "removed_by": attachment.removed_by.called if attachment.removed_by else None,
        "reason": attachment.removed_why,
        "url": _url(attachment, plan.number),
    }


def _url(attachment: Attachment, number: str) -> str | None:
    if attachment.removed_at:
        return None
    return reverse("api-attachment-file", args=[number, attachment.pk])
