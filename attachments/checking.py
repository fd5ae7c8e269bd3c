"""What is wrong with attachments: not what the row promises, or not what was uploaded."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from attachments.checksums import DIFFERS, marks, promised
from attachments.models import Attachment
from attachments.vault import take
from plans.document import Document
from plans.findings import Finding
from plans.findings.spots import Spot, spots
from plans.models import Plan
from plans.tables.registry import has_section

DIFFERING = gettext_lazy(
    "“%(files)s”与这一行写的校验值（MD5 或 SHA-256）不一致：请核对文件，或改正校验值。"
)


def mismatches(plan: Plan, document: Document) -> Iterator[Finding]:
    """A warning for each row none of whose files has the checksum that the row gives."""
    promising = [spot for spot in _spots(document) if promised(spot.row)]
    if not promising:
        return
    hanging: dict[tuple[str, int], list[Attachment]] = {}
    for one in plan.attachments.standing().filter(row__gt=0):
        hanging.setdefault((one.section, one.row), []).append(one)
    for spot in promising:
        yield from _of_row(spot, hanging.get((spot.key, spot.row.get("id", 0)), []))


def _spots(document: Document) -> Iterator[Spot]:
    for key in document.sections:
        if has_section(key):
            yield from spots(document, key)


def damaged() -> Iterator[Attachment]:
    """Attachments whose bytes are lost or changed; each file is read once."""
    sound: dict[str, bool] = {}
    for attachment in Attachment.objects.select_related("plan").iterator():
        if attachment.sha256 not in sound:
            sound[attachment.sha256] = is_sound(attachment.sha256)
        if not sound[attachment.sha256]:
            yield attachment


def is_sound(sha256: str) -> bool:
    """Whether the vault still gives the bytes of that name."""
    try:
        with take(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256  # type: ignore[arg-type]
    except FileNotFoundError:
        return False


def _of_row(spot: Spot, files: list[Attachment]) -> Iterator[Finding]:
    told = marks([(one.sha256, one.md5) for one in files], promised(spot.row))
    if DIFFERS in told:
        cell = "checksum" if spot.row.get("checksum") else "evidence"
        names = [one.name for one in files]
        yield spot.warning(cell, "checksum-differs", DIFFERING, files=names)
