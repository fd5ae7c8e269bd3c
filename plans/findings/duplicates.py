"""Rows that say the same thing twice."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.document import Document
from plans.findings.finding import WARNING, Context, Finding, rule
from plans.tables.registry import sections


@rule
def duplicate_rows(document: Document, _context: Context) -> Iterator[Finding]:
    for part in sections():
        seen: set[tuple[str, ...]] = set()
        for index, row in enumerate(document.rows(part.key)):
            identity = part.identity_of(row)
            if identity in seen and any(identity):
                yield Finding(
                    WARNING, "duplicate",
                    _("“%(title)s”重复了，请合并或删掉一行。") % {"title": part.title_of(row)},
                    part.key, row.get("id", index), part.identity[0], part.title_of(row),
                )  # fmt: skip
            seen.add(identity)
