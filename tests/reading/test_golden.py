"""Documents of our own in the genre, and exactly what import makes of them."""

import json
from pathlib import Path

import pytest

from plans.tables.registry import sections
from tests.reading.documents import SOURCES, read, told
from tests.reading.visible import visible_words

NAMES = [path.name for path in SOURCES]


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_a_document_reads_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert told(read(path)) == expected


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_every_word_of_a_document_is_kept(path: Path) -> None:
    kept = json.dumps(read(path).as_json(), ensure_ascii=False)
    assert [word for word in visible_words(path) if word not in kept] == []


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_mapping_counts_every_row_and_note_and_nothing_is_unplaced(path: Path) -> None:
    draft = read(path)
    counted: dict[str, int] = {}
    for entry in draft.mapping:
        counted[entry["section"]] = counted.get(entry["section"], 0) + entry["rows"]
    assert counted.pop("notes", 0) == len(draft.notes)
    assert {key: n for key, n in counted.items() if n} == {
        key: len(rows) for key, rows in draft.sections.items()
    }
    assert draft.unplaced == []


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_every_row_has_every_field_of_its_section(path: Path) -> None:
    fields = {
        part.key: {*(str(c.name) for c in part.columns), "extra", "raw"} for part in sections()
    }
    for key, found in read(path).sections.items():
        assert all(set(row) == fields[key] for row in found)
