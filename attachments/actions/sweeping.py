"""Bytes to which no row came to point: of an upload that broke off between the two."""

from datetime import datetime

from attachments import vault
from attachments.models import Attachment


def sweep(now: datetime) -> list[str]:
    """Delete them and tell their SHA-256; whatever a row names stays, removed or not."""
    known = set(Attachment.objects.values_list("sha256", flat=True).distinct())
    orphans = [sha256 for sha256 in vault.names(now) if sha256 not in known]
    for sha256 in orphans:
        vault.forget(sha256)
    return orphans
