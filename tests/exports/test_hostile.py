"""Files that pretend to be ours cost little and bring nothing."""

import io
import time
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from plans.source import head
from plans.writing import returned

SIGN = b"<!-- releaseplan:1 zh-hans Asia/Shanghai {} -->\n"
HIDDEN = '{"language": "zh-hans", "zone": "Asia/Shanghai", "sheets": {"x": "apps"}, "kept": {}}'


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    book.worksheets[0].title = "x"
    fill(book)
    book.create_sheet("releaseplan")["A1"] = HIDDEN
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def many_rows(book: Workbook) -> None:
    for number in range(20_000):
        book["x"].append([number])


def one_far_row(book: Workbook) -> None:
    book["x"].cell(1_048_576, 1).value = 1


def far_columns(book: Workbook) -> None:
    for line in range(1, 300):
        book["x"].cell(line, 16_384).value = 1


HOSTILE: dict[str, Callable[[], bytes]] = {
    "deep JSON": lambda: b'{"format": "releaseplan", "a": ' + b"[" * 100_000,
    "deep kept": lambda: b"# x\n" + SIGN.replace(b"{}", b'{"a":' + b"[" * 100_000 + b"}"),
    "kept of another shape": lambda: b"# x\n" + SIGN.replace(b"{}", b'{"rows": {"apps": [1]}}'),
    "a zone that is a path": lambda: b"# x\n" + SIGN.replace(b"Asia/Shanghai", b"../../etc/passwd"),
    "signs": lambda: b"# x\n" + b"<!-- releaseplan:1 zh a {" * 100_000,
    "open notes": lambda: b"# x\n" + b"<!-- note:1 [] -->\n" * 50_000 + SIGN,
    "many rows": lambda: workbook(many_rows),
    "one far row": lambda: workbook(one_far_row),
    "far columns": lambda: workbook(far_columns),
    "an empty book": lambda: workbook(lambda _book: None)[:200],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_no_file_of_ours_and_costs_no_time(name: str) -> None:
    data = HOSTILE[name]()
    begun = time.process_time()
    assert returned(data, head()) is None
    assert time.process_time() - begun < 5


def test_a_line_of_bars_is_read_in_one_pass() -> None:
    begun = time.process_time()
    returned(b"# x\n|" + b"\\|" * 300_000 + b"\n" + SIGN, head())
    assert time.process_time() - begun < 5
