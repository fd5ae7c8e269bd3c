"""A little Markdown, and nothing that acts."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from comments.prose import plain, render, spoken
from people.mentions import find

NAMES = {"张三": 1, "ann": 2}


def test_emphasis_lists_code_and_line_ends() -> None:
    html = render("**粗** *斜* ~~删~~ `码`\n第二行\n\n- 一\n- 二", NAMES)
    for part in ("<strong>粗", "<em>斜", "<s>删", "<code>码", "<br>", "<li>一"):
        assert part in html


def test_a_heading_or_a_picture_stays_text() -> None:
    html = render("# 不是标题\n\n![图](https://x.test/a.png)", NAMES)
    assert "<h1" not in html and "<img" not in html
    assert "# 不是标题" in html


def test_a_bare_address_is_a_link_without_the_full_stop() -> None:
    html = render("看 https://wiki.test/a?b=1&c=2。还有(https://wiki.test/d).", NAMES)
    links = [node.attributes["href"] for node in LexborHTMLParser(html).css("a")]
    assert links == ["https://wiki.test/a?b=1&c=2", "https://wiki.test/d"]
    assert 'rel="noopener noreferrer nofollow"' in html


def test_a_name_is_marked_but_not_in_code_or_links() -> None:
    html = render("@张三 `@张三` [@张三](https://x.test/) https://x.test/@ann", NAMES)
    marked = [node.text() for node in LexborHTMLParser(html).css(".mention")]
    assert marked == ["@张三"]


def test_on_one_line_the_marks_are_gone() -> None:
    text = "**粗**和`码`\n第二行\n\n- 一\n- 二\n\n```\n块\n```"
    assert plain(text) == "粗和码 第二行 一 二 块"


def test_names_in_code_are_not_spoken_to() -> None:
    parts = spoken("@ann\n\n```\n@张三\n```\n`@张三`")
    assert [one.name for part in parts for one in find(part, NAMES)] == ["ann"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "<javascript:alert(1)>",
        '<span class="mention" onclick=alert(1)>@张三</span>',
        "[x](data:text/html,<script>)",
        'https://x.test/"onmouseover="alert(1)',
        "https://x.test/<script>",
        "@<b>张三",
    ],
)
def test_nothing_that_is_written_acts(text: str) -> None:
    page = LexborHTMLParser(render(text, {**NAMES, "<b>张三": 3}))
    for node in page.css("body *"):
        assert node.tag not in ("script", "img", "b", "iframe")
        assert not any(name.startswith("on") for name in node.attributes)
        assert not (node.attributes.get("href") or "").lower().startswith(("javascript:", "data:"))
