"""Sections that a plan leaves out on purpose: 不涉及, with the reason, kept as prose (pure).

The note stands under the section's own heading, as documents write it, so that every export
and import carries it; it is shown on the folded line of the empty section.
"""

import re
from collections.abc import Iterable, Sequence

from plans.models import Note
from plans.tables.section import Section

WORDS = re.compile(
    r"\s*(?:不涉及|无|n\s*/?\s*a|not applicable)\s*(?:[：:，,。.—-]\s*(?P<why>.*))?", re.I | re.S
)
LONGEST_WHY = 300


def left_out(empty: Iterable[Section], notes: Sequence[Note]) -> dict[str, tuple[Note, str]]:
    """{section key: (note, reason)} of empty sections under whose heading only that is said."""
    found: dict[str, tuple[Note, str]] = {}
    by_heading = {note.heading[-1].strip(): note for note in notes if note.heading}
    for part in empty:
        note = by_heading.get(str(part.label))
        said = WORDS.fullmatch(note.text) if note and len(note.text) <= LONGEST_WHY else None
        if note and said:
            found[part.key] = (note, (said["why"] or "").strip())
    return found
