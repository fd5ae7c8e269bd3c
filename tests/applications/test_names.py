"""What is a name, and which names are near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.names import is_name, nearest
from ground.texts import fold, tidy

KNOWN = ["promotion-platform", "coin-center", "trade-web-buy", "order-service-1", "交易中台服务"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("promotion-platfom", "promotion-platform"),
        ("promotion-platfform", "promotion-platform"),
        ("coin-cneter", "coin-center"),
        ("coin_center", "coin-center"),
        ("trade-web-bu", "trade-web-buy"),
        ("rade-web-buy", "trade-web-buy"),
        ("交易中台服物", "交易中台服务"),
    ],
)
def test_one_slip_of_the_finger_is_near(said: str, meant: str) -> None:
    assert nearest(said, KNOWN) == [meant]


@pytest.mark.parametrize(
    "said",
    ["order-service-2", "order-service-12", "coin-center", "Coin-Center", "coin", "other-app"],
)
def test_other_names_are_not(said: str) -> None:
    assert nearest(said, KNOWN) == []


@given(st.text(alphabet="abcdefgh-", min_size=5, max_size=20), st.data())
def test_whatever_letter_slips_the_name_is_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + "x" + word[at:],
        word[:at] + "x" + word[at + 1 :],
    ]
    for slip in slips:
        if len(slip) >= 5 and fold(slip) != fold(word):
            assert nearest(slip, [word]) == [word]


@pytest.mark.parametrize(
    "text",
    ["", "-", "无", "N/A", "全部应用", "a", "coin-center、trade", "改了下单，再改返豆", "1", "x" * 101,
     "a\nb", "https://git.example.test/x", "a\x00b", "应用名-01", "服务2", "xxx-service", "待补充", "某系统"],
)  # fmt: skip
def test_what_names_no_application(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("text", ["coin-center", "交易中台", "APP_01", "order.service", "Web 前端"])
def test_what_does(text: str) -> None:
    assert is_name(text)


def test_one_form_for_comparing() -> None:
    assert tidy("  Ｃoin　 Center ") == "Coin Center"
    assert fold("ＣＯＩＮ-Center") == fold("coin-center")


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u200f", "\u061c"]
)
def test_what_nobody_sees_makes_no_second_name(sign: str) -> None:
    for name in (f"order{sign}-service", f"{sign}order-service", f"order-service{sign}"):
        assert (tidy(name), fold(name)) == ("order-service", "order-service")
    assert not is_name(sign * 5)
