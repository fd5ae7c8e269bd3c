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


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16-le", "utf-16-be", "utf-16"])
def test_chinese_with_hardly_any_ascii_is_read(encoding: str) -> None:
    text = "计划发布安排\n由张三负责发布，李四负责测试，出现问题马上回滚到上一个版本。\n"
    assert decode((text * 3).encode(encoding)) == text * 3


def test_traditional_chinese_in_big5_is_read() -> None:
    text = (
        "# 發佈計劃\n\n## 發佈人員\n\n開發：張三、李四\n測試：王五\n\n這個版本要在時間之內完成。\n"
    )
    assert decode(text.encode("big5")) == text


def test_a_broken_sign_does_not_spoil_the_rest() -> None:
    data = ("发布计划由张三负责，" * 30).encode() + b"\xe4\xbd" + "测试完成。".encode()
    assert decode(data).startswith("发布计划由张三负责") and decode(data).endswith("测试完成。")


def test_nul_bytes_are_dropped() -> None:
    assert decode("# 发布\x00计划\n- 张\x00三\n".encode()) == "# 发布计划\n- 张三\n"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "旧版"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"SQLite format 3\x00", "二进制"),
    ],
)
def test_a_refusal_says_what_to_do(data: bytes, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        decode(data)
