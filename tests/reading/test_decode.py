"""Bytes become text by their content; what is no document is refused in one sentence."""

import pytest

from plans.reading.decode import MOST_BYTES, MOST_LINES, decode
from plans.reading.errors import Unreadable

TEXT = "# 发布计划\n\n第一批：coin-center、promotion-platform，窗口 22:00-02:00\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_encodings_are_told_by_content(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_line_ends_and_marks_are_made_one_kind() -> None:
    assert decode("\ufeff一\r\n二\r三\x00".encode()) == "一\n二\n三"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n\t ",
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)) * 40,
        b"\x00" * 400,
    ],
)
def test_what_is_no_text_is_refused_with_one_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert refused.value.detail.endswith("。")
    assert "\n" not in refused.value.detail


def test_too_much_is_refused_before_it_is_read() -> None:
    with pytest.raises(Unreadable, match="MB"):
        decode(b"a" * (MOST_BYTES + 1))
    with pytest.raises(Unreadable, match="行"):
        decode(b"a\n" * (MOST_LINES + 1))
