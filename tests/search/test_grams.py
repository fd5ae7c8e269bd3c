"""Pieces of words: whatever is a part of a text has all its pieces among the text's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.grams import JOINT as J
from search.grams import fold, pieces, wanted
from search.query import Query

TEXTS = st.text(st.sampled_from("发布豆返计划a b7_.-ＡｂＣ①é\u0301ｶﾞß\u200b　\n"), max_size=30)


@given(TEXTS, st.data())
def test_a_part_of_a_text_is_found_by_its_pieces(text, data):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    assert set(wanted(folded[start:end])) <= pieces([folded])


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＣＯＩＮ－Center", "coin-center"),
        ("订单\u3000中心 \n 返豆", "订单 中心 返豆"),
        ("（２０２１）", "(2021)"),
        ("灰\u200b度\ufeff", "灰度"),
        ("T_Order_2021\x1fx", "t_order_2021 x"),
    ],
)
def test_width_case_and_white_space_do_not_tell_texts_apart(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("word", "asked"),
    [
        ("返豆", ["返豆"]),
        ("豆", ["豆"]),
        ("发布计划", ["发布", "布计", "计划"]),
        ("mq", ["mq"]),
        ("q", ["q"]),
        ("coupon", ["cou", "oup", "upo", "pon"]),
        ("t_order_2021", ["t", "ord", "rde", "der", "202", "021", f"t{J}o", f"r{J}2"]),
        ("灰度v2", ["灰度", "v2", f"度{J}v"]),
        ("->", []),
    ],
)
def test_a_word_asks_for_its_longest_pieces(word, asked):
    assert wanted(word) == asked


def test_a_long_word_asks_for_few_pieces():
    assert len(wanted("f" * 50 + "abcdef0123456789" * 4)) <= 13


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("返豆 coin-center", ("返豆", "coin-center")),
        ('"灰度 发布" 安然', ("灰度 发布", "安然")),
        ("“灰度 发布", ("灰度 发布",)),
        ("返豆 返豆　返豆", ("返豆",)),
        ("-> 返豆 %", ("返豆",)),
        ("  \x00 ", ()),
        (" ".join("abcdefghijkl"), tuple("abcdefgh")),
    ],
)
def test_words_and_phrases_are_told_apart(typed, words):
    assert Query.parse(typed).words == words
