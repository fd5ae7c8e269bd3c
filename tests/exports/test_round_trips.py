"""Every file of ours brings back every value, whatever people have typed."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings

from plans.source import head
from plans.tables.registry import section, sections
from plans.writing import Format, Parts, Source, formats, returned
from plans.writing.markdown.escapes import escape, unescape
from plans.writing.visible import headers, value_of
from tests.exports.documents import CHANGED, SPICE, ZONE, sources

pytestmark = pytest.mark.long

EACH = pytest.mark.parametrize("written", formats(), ids=lambda known: known.key)
PATIENT = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def assert_same(source: Source, back: Parts) -> None:
    for cell in head().carried:
        assert value_of(cell, back.plan) == value_of(cell, source.plan), cell.name
    assert {key for key, rows in source.sections.items() if rows} == set(back.sections)
    for key, rows in back.sections.items():
        for was, got in zip(source.rows(key), rows, strict=True):
            for cell in section(key).columns:
                assert value_of(cell, got) == value_of(cell, was), (key, cell.name)
            assert (got.get("extra") or {}) == was["extra"]
            assert (got.get("raw") or {}) == was["raw"]
    assert list(back.notes) == list(source.notes)


@EACH
@PATIENT
@given(source=sources())
def test_what_is_written_comes_back_whole(written: Format, source: Source) -> None:
    data = written.write(source)
    assert_same(source, written.read(data, head()))
    assert written.write(source) == data


@EACH
@settings(deadline=None, max_examples=15)
@given(source=sources())
def test_an_english_file_is_read_under_a_chinese_page(written: Format, source: Source) -> None:
    with translation.override("en"):
        data = written.write(source)
    with translation.override("zh-hans"):
        back = returned(data, head())
    assert back is not None
    assert_same(source, back)


@pytest.mark.parametrize("text", SPICE)
def test_a_cell_of_markdown_is_one_line_and_comes_back(text: str) -> None:
    assert "\n" not in escape(text)
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("text", ["GGJ_TOPIC_TB_OM_L2", "coin-center", "99.9 %", "3-4天"])
def test_ordinary_text_stays_readable(text: str) -> None:
    assert escape(text) == text


@EACH
@pytest.mark.parametrize(
    "data", [b"", b"# x\n", b"{}", b"PK\x03\x04nonsense", b"\xff\xfe\x00", b"null"]
)
def test_other_documents_are_not_taken_for_ours(written: Format, data: bytes) -> None:
    assert returned(data, head()) is None


def test_sections_and_their_columns_have_distinct_names() -> None:
    labels = [str(part.label) for part in sections()]
    assert len(labels) == len(set(labels))
    for part in sections():
        assert len(headers(part)) == len(part.columns)


def _edited(data: bytes, old: str, new: str) -> bytes:
    text = data.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def test_an_edited_cell_of_markdown_is_believed() -> None:
    written: Any = next(known for known in formats() if known.key == "md")
    source = _small()
    back = written.read(_edited(written.write(source), "4天", "5天"), head())
    stage = back.sections["stages"][0]
    assert stage["hold"] == "P5D"
    assert "raw" not in stage


def _small() -> Source:
    stage = {"ramp": "全额返", "position": 1, "percent": 5, "hold": "P4D", "extra": {},
             "raw": {"hold": "3-4天"}}  # fmt: skip
    return Source(
        {"title": "小计划", "timezone": "Asia/Shanghai"}, {"stages": [stage]}, [], head(),
        ZONE, CHANGED,
    )  # fmt: skip
