"""What was searched for, marked in the text as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.grams import fold
from search.marking import excerpt, marked, spans
from search.query import Query
from search.templatetags.search_words import marks

TEXTS = st.text(st.sampled_from("返豆Co ＣＯ①ﬁßx-　\n"), max_size=24)


def bracketed(text: str, words: str) -> str:
    pieces = marked(text, Query.parse(words))
    return "".join(f"[{part}]" if is_match else part for part, is_match in pieces)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("coin-center", "CENTER", "coin-[center]"),
        ("ＣＯＩＮ－center", "coin-center", "[ＣＯＩＮ－center]"),
        ("返豆，再返豆", "返豆", "[返豆]，再[返豆]"),
        ("订单 coin", "订单 coin", "[订单] [coin]"),
        ("ab bc", "ab b", "[ab] [b]c"),
        ("第①步 ok", "1步", "第[①步] ok"),
        ("ﬁnal", "fi", "[ﬁ]nal"),
        ("没有", "返豆", "没有"),
    ],
)
def test_words_are_marked_where_they_stand(text, words, shown):
    assert bracketed(text, words) == shown


@given(TEXTS, TEXTS)
def test_the_parts_are_the_text_and_every_mark_says_a_word(text, words):
    query = Query.parse(words)
    assert "".join(part for part, _found in marked(text, query)) == text
    for start, end in spans(text, query):
        assert 0 <= start < end <= len(text)
        assert any(word in fold(text[start:end]) for word in query.words)


def test_an_excerpt_is_one_line_around_the_first_find():
    pieces = excerpt("前" * 100 + "\n返豆\t" + "后" * 300, Query.parse("返豆"))
    line = "".join(part for part, _found in pieces)
    assert ("返豆", True) in pieces and line.startswith("…前") and line.endswith("后…")
    assert len(line) < 160 and "\n" not in line


def test_marks_escape_what_people_wrote():
    html = marks([("<b>", False), ("<i>", True), ('"&', False)])
    assert html == "&lt;b&gt;<mark>&lt;i&gt;</mark>&quot;&amp;"


def test_the_end_of_a_book_is_shown_at_once():
    pieces = excerpt("前，" * 100_000 + "返豆", Query.parse("返豆"))
    assert pieces[-1] == ("返豆", True) and pieces[0] == ("…", False)
