"""A file on its way to a plan: ours comes back exactly, any other is read as a document."""

from zoneinfo import ZoneInfo

from django.conf import settings

from plans.reading.decode import refuse_size
from plans.reading.draft import ImportDraft
from plans.reading.reader import read_document
from plans.source import head
from plans.writing import Parts, returned


def read_file(data: bytes, name: str = "", zone: ZoneInfo | None = None) -> ImportDraft:
    """The draft of an uploaded file called `name`; Unreadable with one sentence otherwise."""
    refuse_size(data)
    if parts := returned(data, head()):
        return _exact(parts, name)
    return read_document(data, zone or ZoneInfo(settings.TIME_ZONE), name)


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
    return ImportDraft(plan, parts.sections, parts.notes, [*tables, *notes], source=name)
