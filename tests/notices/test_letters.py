"""Letters from templates."""

from notices.letters import inline, render, tidy

CONTEXT = {
    "heading": "请签上线评审：下单返豆",
    "lines": ["还差 测试 1、DBA 1。"],
    "facts": [("计划", "RP-2026-0001"), ("窗口", "06-18 22:00 – 次日 02:00")],
    "quote": "分支 <b>合错</b> 了",
    "url": "https://plans.example.com/plans/RP-2026-0001/gates/",
    "button": "去签字",
    "foot": "事件链 9f2c…",
}


def test_text_and_html_say_the_same():
    letter = render("notice", CONTEXT)
    for words in (
        "请签上线评审：下单返豆",
        "还差 测试 1、DBA 1。",
        "RP-2026-0001",
        "去签字",
        "事件链",
    ):
        assert words in letter.text
        assert words in letter.html


def test_the_html_is_escaped_and_the_text_is_not():
    letter = render("notice", CONTEXT)
    assert "“分支 <b>合错</b> 了”" in letter.text
    assert "<b>合错" not in letter.html
    assert "&lt;b&gt;合错" in letter.html


def test_mail_clients_get_inline_styles_and_nothing_from_outside():
    html = render("notice", CONTEXT).html
    assert 'style="' in html
    assert "class=" not in html
    assert "<img" not in html
    assert "<link" not in html


def test_a_class_in_somebodys_words_stays_words():
    html = render("notice", {"heading": 'x class="button"'}).html
    assert "class=&quot;button&quot;" in html


def test_only_the_heading_is_needed():
    letter = render("notice", {"heading": "灰度到了 50%"})
    assert letter.text.startswith("灰度到了 50%\n")
    assert "None" not in letter.text + letter.html
    assert "\n\n\n" not in letter.text


def test_the_reader_gets_the_language_asked_for():
    assert 'lang="en"' in render("notice", CONTEXT, "en").html
    assert 'lang="zh-hans"' in render("notice", CONTEXT).html


def test_tidy_keeps_paragraphs():
    assert tidy("a  \n\n\n\nb\n\n") == "a\n\nb\n"


def test_unknown_classes_become_nothing():
    assert inline('<p class="no-such">') == '<p style="">'
