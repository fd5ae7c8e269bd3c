"""Any plan at all, as values: for properties of the writers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from plans.source import head
from plans.tables.cells import Cell
from plans.tables.registry import sections
from plans.tables.section import Section
from plans.writing import Source

ZONE = ZoneInfo("Asia/Shanghai")
CHANGED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
SPICE = (
    "=1+1", "+1", "-1", "@x", "|", "a|b", "\\", "\\|", "<br>", "&lt;", "&#10;", "`code`", "**粗**",
    "__init__", "a_b_", "~~x~~", "[x] 完", "[a](b)", "---", "# 标题", "- 项", "无", "N/A", "_x0041_",
    "第一行\n第二行", "\t制表", "𠮷野家", "䶮", "-->", "<!-- note:1 -->", "<!-- /note:1 -->", "|---|",
    "a\r\nb", "\u2028", "\u00a0x\u00a0", "；、,", "😀", "\x07", "\ufeff头", " 空 ", "'quoted", "''",
)  # fmt: skip
_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30
) | st.lists(st.sampled_from(SPICE), max_size=4).map("".join)
_MOMENTS = st.datetimes(
    datetime(1950, 1, 1), datetime(2199, 1, 1), timezones=st.sampled_from([UTC, ZONE])
)  # fmt: skip
_VALUES = {
    "line": _TEXT.map(lambda text: text.strip()[:500]),
    "prose": _TEXT.map(lambda text: text.replace("\r\n", "\n").strip()),
    "whole": st.none() | st.integers(-(2**31) + 1, 2**31 - 1),
    "number": st.none() | st.decimals(0, 10**9, places=4),
    "flag": st.none() | st.booleans(),
    "names": st.lists(_TEXT.map(str.strip).filter(bool), max_size=3),
    "days": st.lists(st.integers(1, 7), unique=True).map(sorted),
    "moment": st.none() | _MOMENTS | _MOMENTS.map(lambda at: at.replace(second=0, microsecond=0)),
    "span": st.none() | st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    "clock": st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
}


def values(cell: Cell) -> st.SearchStrategy[Any]:
    if cell.kind == "choice":
        words = [value for value, _label in cell.options]
        return st.sampled_from(["", *words]).map(cell.to_json)
    return _VALUES[cell.kind].map(lambda value: cell.to_json(_fit(value)))


def _fit(value: Any) -> Any:
    return value.normalize() if isinstance(value, Decimal) else value


def rows(part: Section) -> st.SearchStrategy[dict[str, Any]]:
    cells = {str(cell.name): values(cell) for cell in part.columns}
    some = st.fixed_dictionaries({}, optional=cells)
    texts = st.dictionaries(_TEXT, _TEXT, max_size=2)
    return st.builds(
        lambda known, extra, raw: {**_whole(part), **known, "extra": extra, "raw": raw},
        some, st.just({}) | texts, st.just({}) | texts,
    )  # fmt: skip


def _whole(part: Section) -> dict[str, Any]:
    return {str(cell.name): cell.to_json(cell.get_default()) for cell in part.columns}


@st.composite
def sources(draw: st.DrawFn) -> Source:
    parts = draw(st.lists(st.sampled_from(sections()), unique=True, max_size=3))
    plan = {str(cell.name): draw(values(cell)) for cell in head().cells}
    plan |= {"number": "RP-2026-0001", "status": "draft", "timezone": ZONE.key, "kind": "常规"}
    notes = st.fixed_dictionaries({"heading": st.lists(_TEXT, max_size=3), "text": _TEXT})
    return Source(
        plan={**plan, "visibility": "all", "title": plan["title"] or "计划"},
        sections={
            part.key: draw(st.lists(rows(part), max_size=4))
            for part in sorted(parts, key=lambda part: part.order)
        },
        notes=draw(st.lists(notes, max_size=3)),
        head=head(),
        zone=ZONE,
        changed=CHANGED,
    )
