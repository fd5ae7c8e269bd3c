"""How a section is laid out on paper."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk.exports.pdf.tables import PrintedTable, printed
from desk.exports.pdf.widths import LANDSCAPE, PORTRAIT, Need, fits, letters, need, share
from plans.tables.registry import section, sections

ZONE = ZoneInfo("Asia/Shanghai")


def table_of(key: str, rows: list[dict[str, Any]]) -> PrintedTable:
    return printed(section(key), rows, ZONE)


def headers(table: PrintedTable) -> list[str]:
    return [column.header for column in table.columns]


def test_empty_columns_are_left_out() -> None:
    table = table_of("members", [{"role": "测试", "name": "罗博"}])
    assert headers(table) == ["人员角色", "姓名"]


def test_rows_stand_in_groups_by_their_value() -> None:
    rows = [{"app": "a", "batch": 1}, {"app": "b", "batch": 2}, {"app": "c", "batch": 1}]
    table = table_of("apps", rows)
    assert [(group.title, len(group.rows)) for group in table.groups] == [
        ("第 1 批", 2),
        ("第 2 批", 1),
    ]
    assert "批次" not in headers(table)


def test_an_ordered_section_keeps_its_order() -> None:
    rows = [
        {"action": "1", "phase": "发布"},
        {"action": "2", "phase": "验证"},
        {"action": "3", "phase": "发布"},
    ]
    assert [group.title for group in table_of("steps", rows).groups] == ["发布", "验证", "发布"]


def test_what_never_changes_is_said_once() -> None:
    rows = [{"key": f"k{number}", "environment": "PRO", "application": "a"} for number in range(9)]
    table = table_of("configs", rows)
    assert table.same == [("应用", "a"), ("环境", "PRO")]
    assert headers(table) == ["配置键"]


def test_a_short_table_repeats_itself() -> None:
    rows = [{"key": f"k{number}", "environment": "PRO"} for number in range(3)]
    assert headers(table_of("configs", rows)) == ["环境", "配置键"]


def test_long_prose_goes_below_but_never_what_names_the_row() -> None:
    long = "很长的说明，" * 20
    row = {"action": long, "owner": "欧力", "evidence": long, "group": "决策", "minutes": 3,
           "planned_start": "2026-12-01T22:00:00+08:00", "planned_end": "2026-12-01T22:00:00+08:00",
           "actual_start": "2026-12-01T22:00:00+08:00", "group_minutes": 5, "position": 1}  # fmt: skip
    table = table_of("steps", [row])
    assert "操作" in headers(table)
    assert "执行凭据" in [header for header, _cell in table.groups[0].rows[0].below]


def test_words_that_parsing_changed_stand_beside() -> None:
    rows = [{"hold": "P4D", "percent": 5, "raw": {"hold": "3-4天", "percent": "5%"}}]
    cells = table_of("stages", rows).groups[0].rows[0].cells
    assert {cell.text: cell.aside for cell in cells} == {"5": "", "4天": "3-4天"}


def test_unknown_columns_of_the_source_are_printed() -> None:
    table = table_of("apps", [{"app": "a", "extra": {"DDL": "无"}}])
    assert headers(table) == ["应用", "DDL"]


@pytest.mark.parametrize("key", [part.key for part in sections()])
def test_every_section_can_be_printed_full_and_empty(key: str) -> None:
    part = section(key)
    full = {str(cell.name): cell.to_json(cell.parse(_example(cell))) for cell in part.columns}
    for row in ({}, full):
        table = printed(part, [row], ZONE)
        assert sum(column.width for column in table.columns) == pytest.approx(100, abs=0.1)
        assert all(len(line.cells) == len(table.columns) for g in table.groups for line in g.rows)


def _example(cell: Any) -> str:
    if cell.options:
        return cell.options[0][0]
    examples = {"whole": "3", "number": "5", "flag": "是", "moment": "2026-12-01 22:00", "span": "2天",
                "clock": "09:00", "days": "周一", "names": "a、b"}  # fmt: skip
    return examples.get(cell.kind, "一段文字，带 some-words 和标点。")


def test_hanzi_are_two_letters_wide() -> None:
    assert letters("ab䶮") == 4


def test_widths_share_the_table_and_spare_no_word() -> None:
    needs = [need("应用", ["promotion-platform"], "line"), need("说明", ["长" * 100], "prose")]
    narrow, wide = share(needs, PORTRAIT)
    assert narrow + wide == pytest.approx(100)
    assert narrow * PORTRAIT / 100 >= len("promotion-platform")
    assert wide > narrow


def test_a_table_fits_when_its_words_do() -> None:
    assert fits([Need(10, 20)] * 6, PORTRAIT)
    assert not fits([Need(18, 40)] * 8, PORTRAIT)
    assert fits([Need(12, 20)] * 8, LANDSCAPE)


def test_a_single_column_stands_upright() -> None:
    table = table_of(
        "monitors", [{"item": "统一 Error 日志监控", "raw": {"item": "1. 统一 Error"}}]
    )
    assert not table.is_wide
    assert table.groups[0].rows[0].cells[0].aside == ""
