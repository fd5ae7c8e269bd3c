"""Whatever a reviewer decides about the blocks of a document, no word of it is lost."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.reading.blocks import Table
from plans.reading.choices import Choice, Choices
from plans.reading.draft import ImportDraft
from plans.reading.reader import Parsed, parse_document, read_parsed
from plans.reading.text import words
from plans.tables.registry import section, sections
from tests.reading.documents import SEEDS, SHANGHAI, SOURCES

pytestmark = pytest.mark.long

DOCUMENTS = [*SOURCES, *SEEDS]
KEYS = [part.key for part in sections()]


@cache
def parsed(path: Path) -> Parsed:
    return parse_document(path.read_bytes(), path.name)


@cache
def source_words(path: Path) -> frozenset[str]:
    """The words of every block and heading; a line-break tag is none."""
    placed = parsed(path).placed
    texts = [here.block.source for here in placed if here.block]
    titles = [title for here in placed for title in here.place.path]
    return frozenset(words("\n".join([*texts, *titles]).replace("<br>", " ")))


def lost(path: Path, draft: ImportDraft) -> list[str]:
    kept = json.dumps(draft.as_json(), ensure_ascii=False)
    return sorted(word for word in source_words(path) if word not in kept)


@st.composite
def decisions(draw: st.DrawFn, path: Path) -> Choices:
    placed = parsed(path).placed
    blocks = {}
    for at in draw(st.lists(st.integers(0, len(placed) - 1), max_size=6, unique=True)):
        block = placed[at].block
        key = draw(st.sampled_from([*KEYS, "notes", ""]))
        columns = {}
        if isinstance(block, Table) and key not in ("notes", ""):
            fields = ["extra", *(str(cell.name) for cell in section(key).columns)]
            said = draw(st.lists(st.sampled_from(fields), max_size=len(block.header)))
            columns = dict(zip(block.header, said, strict=False))
        to = draw(st.none() | st.sampled_from([here.place.path for here in placed]))
        blocks[at] = Choice(key, columns, to if key == "notes" else None)
    paths = [here.place.path for here in placed if here.place.path]
    heads = draw(st.lists(st.sampled_from(paths), max_size=2)) if paths else []
    return Choices(
        blocks=blocks,
        headings={one: Choice(draw(st.sampled_from([*KEYS, "notes"]))) for one in heads},
        title=draw(st.sampled_from([(), *paths])),
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:12])
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_no_decision_loses_a_word(path: Path, data: st.DataObject) -> None:
    choices = data.draw(decisions(path))
    draft = read_parsed(parsed(path), SHANGHAI, choices)
    assert lost(path, draft) == []
    assert [trace.at for trace in draft.trace] == list(range(len(parsed(path).placed)))
