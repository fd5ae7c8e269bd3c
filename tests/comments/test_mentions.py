"""Who is meant by @name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.mentions import Known, find, names_of

PEOPLE = [
    Known(1, "zhang3", "张三"),
    Known(2, "zhang3feng", "张三丰"),
    Known(3, "ann", "Ann Lee"),
    Known(4, "anna", ""),
    Known(5, "li.si", "李四"),
    Known(6, "wang1", "王伟"),
    Known(7, "wang2", "王伟"),
]
NAMES = names_of(PEOPLE)


def meant(text: str) -> list[int]:
    return [one.person for one in find(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@张三 看一下", [1]),
        ("@张三看一下", [1]),
        ("请@张三丰看一下，@张三也看", [2, 1]),
        ("＠李四：好的", [5]),
        ("@zhang3", [1]),
        ("@Zhang3FENG, please", [2]),
        ("@Ann Lee and @anna", [3, 4]),
        ("@ann.", [3]),
        ("(@ann)", [3]),
        ("@li.si.", [5]),
        ("@wang1 @wang2", [6, 7]),
        ("@张三@李四", [1, 5]),
    ],
)
def test_a_known_name_is_meant(text: str, ids: list[int]) -> None:
    assert meant(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.test",
        "写信给 zhang3@张三.com",
        "@annabel",
        "@ann_b @ann.lee @ann-lee",
        "@王伟",
        "@没有这个人",
        "@ 张三",
        "张三",
        "",
        "@",
    ],
)
def test_nobody_is_meant(text: str) -> None:
    assert meant(text) == []


def test_a_user_name_goes_before_a_display_name() -> None:
    names = names_of([Known(1, "boss", ""), Known(2, "eve", "boss")])
    assert [one.person for one in find("@boss", names)] == [1]


PIECES = [
    "@",
    "＠",
    "张三",
    "张三丰",
    "ANN",
    "anna",
    "li.si",
    "王伟",
    "x",
    ".",
    " ",
    "ß",
    "İ",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=60)
def test_what_is_found_stands_there(text: str) -> None:
    for one in find(text, NAMES):
        assert text[one.start] in "@＠"
        assert text[one.start + 1 : one.end].casefold() == one.name.casefold()
