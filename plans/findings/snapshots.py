"""Versions that may change under one's feet."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import SetCells
from plans.findings.spots import spots

SNAPSHOT = re.compile(r"[-._]?snapshot\b[-._\d]*", re.IGNORECASE)
VERSIONED = {"packages": "artifact_id", "apps": "app", "artifacts": "name"}
"""{section: the field that names what has the version}."""


def released(version: str) -> str | None:
    """The version without its suffix; None when it is no snapshot, "" when nothing is left."""
    return SNAPSHOT.sub("", version).strip() if SNAPSHOT.search(version) else None


@rule
def snapshots(document: Document, _context: Context) -> Iterator[Finding]:
    for key, name in VERSIONED.items():
        for spot in spots(document, key):
            version = str(spot.row.get("version") or "")
            left = released(version) if version else None
            if left is not None:
                text = gettext_lazy("%(name)s 是快照版本 %(version)s，请换成正式版本。")
                fixes = [SetCells(_("改为 %(name)s") % {"name": left}, {"version": left})]
                words = {"name": str(spot.row.get(name) or ""), "version": version}
                yield spot.warning("version", "snapshot", text, *fixes[: bool(left)], **words)
