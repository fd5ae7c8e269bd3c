"""A file on its way to a plan: ours comes back exactly, any other is read as a document."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from django.conf import settings

from plans.reading.choices import Choices
from plans.reading.decode import refuse_size
from plans.reading.draft import ImportDraft
from plans.reading.reader import AS_RECOGNISED, parse_document, read_parsed
from plans.reviewing.memory import remembered
from plans.source import head
from plans.writing import Parts, returned


def read_file(
    data: bytes,
    name: str = "",
    zone: ZoneInfo | None = None,
    choices: Choices = AS_RECOGNISED,
    *,
    memory: bool = False,
) -> ImportDraft:
    """The draft of an uploaded file called `name`; Unreadable with one sentence otherwise.

    `memory`: blocks that look exactly like one of a former document go where somebody put that.
    """
    refuse_size(data)
    if parts := returned(data, head()):
        return _exact(parts, name)
    parsed = parse_document(data, name)
    if memory:
        choices = replace(choices, known=remembered(parsed.signatures))
    return read_parsed(parsed, zone or ZoneInfo(settings.TIME_ZONE), choices)


def _exact(parts: Parts, name: str) -> ImportDraft:
    """A file that this product wrote: nothing had to be recognised."""
    tables = [
        {"heading": [], "section": key, "columns": {}, "rows": len(rows)}
        for key, rows in parts.sections.items()
    ]
    notes = [
        {"heading": note["heading"], "section": "notes", "columns": {}, "rows": 1}
        for note in parts.notes
    ]
    plan = {**parts.plan, "owner": parts.plan.get("owner_text", "")}
    mapping = [*tables, *notes]
    return ImportDraft(plan, parts.sections, parts.notes, mapping, source=name, exact=True)
