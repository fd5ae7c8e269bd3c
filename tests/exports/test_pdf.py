"""The printed document, read the way a reader's machine reads it."""

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import time_machine
from django.utils import translation
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from desk.exports import find_export
from desk.exports.pdf.page import html_of
from desk.exports.pdf.rendering import CannotPrint, print_pdf
from ground.clock import now
from ground.journal import head_of
from plans.actions import add_note, add_rows
from plans.document import load, whole_digest
from plans.models import Plan
from plans.tables.registry import section
from tests.exports.rich import TABLES
from tests.exports.sizes import big_plan

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Every test's plan is made at the same moment, so one document serves them all."""
    with time_machine.travel("2026-11-20T08:10:00Z", tick=False):
        yield


def reader_of(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def pages_of(plan: Plan) -> list[str]:
    return _texts(html_of(plan, now()))


@cache
def _texts(html: str) -> list[str]:
    return [page.extract_text() for page in reader_of(_once(html)).pages]


@cache
def _once(html: str) -> bytes:
    return print_pdf(lambda: html, assets={}, seconds=120)


def squeezed(texts: list[str]) -> str:
    """All words without the blanks that line breaks leave."""
    return re.sub(r"\s+", "", "".join(texts))


@pytest.fixture
def printed(rich: Plan) -> PdfReader:
    return reader_of(_once(html_of(rich, now())))


def fonts_of(reader: PdfReader) -> dict[str, Any]:
    found = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            found[font.get_object()["/BaseFont"]] = below["/FontDescriptor"].get_object()
    return found


def test_a_plan_of_many_applications_is_drawn_by_batches(cast: Any) -> None:
    html = html_of(big_plan(cast.ann), now())
    chapter = HTMLParser(html).css_first("svg.deps")
    assert chapter
    boxes = [text.text() for text in chapter.css("text")]
    assert boxes == [f"第 {batch} 批：40 个" for batch in range(1, 6)]
    assert len(chapter.css("path.line")) >= 4
    assert "被依赖最多的应用" in html


def test_every_section_and_note_can_be_read_out_of_it(rich: Plan) -> None:
    text = squeezed(pages_of(rich))
    for key in TABLES:
        assert squeezed([str(section(key).label)]) in text, key
    for words in (
        "下单返希豆优惠商品控制商详加购", "GGJ_TOPIC_TB_OM_L2_ORDER_PROD", "龚䶮", "李㛃",
        "希豆返利由促销中心统一发放", "按实付金额返豆", "3天左右", "com.ggj.center",
    ):  # fmt: skip
        assert words in text, words
    assert head_of(rich.chain) in text
    assert whole_digest(load(rich)) in text


def test_all_fonts_are_embedded_and_chinese_is_set_in_the_first(printed: PdfReader) -> None:
    fonts = fonts_of(printed)
    for name, descriptor in fonts.items():
        assert any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")), name
    assert any("CJK-SC" in name for name in fonts)


def test_the_contents_name_the_pages_on_which_chapters_stand(rich: Plan) -> None:
    pages = pages_of(rich)
    contents = "\n".join(text for text in pages[1:3] if "....." in text.replace(" ", ""))
    entries = re.findall(r"^(\d+)\s*(\D+?)\s*(?:\d+ 行)?[\s.]*?(\d+)$", contents, re.M)
    assert len(entries) >= len(TABLES)
    for number, title, page in entries:
        heading = squeezed([number, title.rstrip(" .")])
        assert heading in squeezed([pages[int(page) - 1]]), (number, title, page)


def test_every_page_says_which_of_how_many_it_is(rich: Plan) -> None:
    pages = pages_of(rich)
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页/共{len(pages)}页" in squeezed([text])


def test_it_is_tagged_titled_and_has_bookmarks(rich: Plan, printed: PdfReader) -> None:
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert printed.metadata is not None
    assert printed.metadata.title == f"{rich.number} {rich.title}"
    assert printed.metadata.author == "安然"
    assert len(printed.outline) >= len(TABLES)


def test_long_tables_repeat_their_header_on_every_page(plan: Plan, cast: Any) -> None:
    rows = [
        {"application": "trade", "environment": "PRO", "namespace": "middleware.client",
         "key": f"middleware.client.pool.size.{n}", "value": str(n), "old_value": str(n // 2)}
        for n in range(120)
    ]  # fmt: skip
    add_rows(plan, "configs", by=cast.ann, rows=rows)
    with_keys = [text for text in pages_of(plan) if "middleware.client.pool.size" in text]
    assert len(with_keys) > 2
    assert all("配置键" in text and "原值" in text for text in with_keys)
    assert "120 行都相同" in with_keys[0]


def test_a_note_brings_no_element_that_would_fetch(rich: Plan, cast: Any) -> None:
    add_note(
        rich, by=cast.ann, heading=["坏"],
        text='![图](http://127.0.0.1:9/a.png) <img src="file:///etc/passwd"> '
        "<style>p{}</style> <link rel=stylesheet href=file:///etc/hosts> <svg><image/></svg>",
    )  # fmt: skip
    page = HTMLParser(html_of(rich, now()))
    assert page.css_matches(".note")
    assert not page.css_matches(".note img, .note link, .note style, .note svg, .note object")


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:9/x", "data:text/css,p{}", "asset:other.ttf"],
)
def test_the_shelf_refuses_what_is_not_on_it(address: str) -> None:
    child = pytest.importorskip("desk.exports.pdf.child")
    with pytest.raises(ValueError, match="not on the shelf"):
        child.Shelf({"a.ttf": "/etc/passwd"}).fetch(address)


def test_a_page_that_names_files_prints_without_them() -> None:
    html = (
        "<link rel=stylesheet href='file:///etc/passwd'><style>@import url('http://127.0.0.1:9/a.css');"
        "p { background: url('file:///etc/passwd') }</style><img src='file:///etc/passwd' alt='图'>"
        "<object data='file:///etc/passwd'></object><svg><image href='file:///etc/passwd'/></svg><p>好"
    )
    data = print_pdf(lambda: html, assets={}, seconds=60)
    assert "好" in reader_of(data).pages[0].extract_text()
    assert b"/Filespec" not in data


def test_a_rendering_that_takes_too_long_is_ended_with_a_sentence() -> None:
    with pytest.raises(CannotPrint, match="时间限制"):
        print_pdf(lambda: "<p>x" * 200_000, assets={}, seconds=2)


def test_a_child_that_dies_gives_a_sentence_not_a_trace(monkeypatch: Any) -> None:
    monkeypatch.setattr("desk.exports.pdf.rendering.MEMORY", 1024 * 1024)
    with pytest.raises(CannotPrint, match="排版进程没有完成"):
        print_pdf(lambda: "<p>x", assets={}, seconds=60)


def test_the_same_plan_gives_the_same_bytes_within_the_hour(plan: Plan) -> None:
    pdf = find_export("pdf")
    first = pdf.render(plan)
    with time_machine.travel("2026-11-20T08:50:00Z", tick=False):
        assert pdf.render(plan) == first


def test_the_break_glass_page_has_exact_keys_and_the_reverse_order(rich: Plan) -> None:
    pages = [squeezed([text]) for text in pages_of(rich)]
    glass = next(text for text in pages if "应急手册" in text and "先关流量：" in text)
    assert "coin.refund.enabledfalse" in glass
    assert "ALTERTABLEcoin_refundDROPCOLUMNorder_level" in glass
    back = ["trade-web-refund3", "trade-web-buy2", "promotion-platform1", "coin-center1"]
    places = [glass.index(app, glass.index("再退应用")) for app in back]
    assert places == sorted(places)


def test_an_english_reader_gets_an_english_document(rich: Plan) -> None:
    with translation.override("en"):
        html = html_of(rich, now())
    assert '<html lang="en">' in html


def test_very_long_cells_break_over_pages_without_losing_a_line(plan: Plan, cast: Any) -> None:
    lines = [f"UPDATE t SET a = {number} WHERE id = {number};" for number in range(200)]
    add_rows(plan, "sql_changes", by=cast.ann, rows=[{"statement": "\n".join(lines)}])
    text = squeezed(pages_of(Plan.objects.get(pk=plan.pk)))
    assert all(squeezed([f"a = {number} WHERE"]) in text for number in range(200))


def test_the_child_tells_its_memory_and_takes_little(rich: Plan) -> None:
    """Fonts are not copied and nothing has styles of its own for marks that nobody uses."""
    told: dict[str, int] = {}
    html = html_of(rich, now())
    print_pdf(lambda: html, assets={}, seconds=120, progress=told.__setitem__)
    assert 50_000 < told["peak"] < 230_000
