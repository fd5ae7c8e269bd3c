"""What is written into a key is read back as the same: every form, every share, every name."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gray.bucket import EVERYBODY
from gray.drivers.base import DriverError, Exposure, Place, Shown
from gray.formats import Written

SHARES = st.integers(0, EVERYBODY)
NAMES = st.lists(
    st.text(
        st.characters(exclude_categories=("C", "Z"), exclude_characters=',"\\'), min_size=1
    ),
    max_size=4, unique=True,
)  # fmt: skip
TEMPLATES = st.sampled_from(
    [
        "{{percent}}", "{{ percent }}%", "比例={{percent}};其余={{remaining}}", "{{fraction}}",
        "{{remaining}}", '{"rollout": {{percent}}, "白名单": "{{users}}"}',
        "{{percent}}0", "{{percent}}: {{users}}\n{{machines}}\n.",
        '{"p":{{fraction}},"users":"{{users}}","机器":"{{machines}}"}',
        "{{percent}} of {{unknown}} (100+)", "a\n  b: {{percent}}\n",
    ]
)  # fmt: skip


def place(written: str = "", off: str = "", on: str = "") -> Place:
    return Place("prod", "f", "s", "a", "n", "k", written, off, on)


def test_the_forms_as_people_write_them() -> None:
    def text(written: str, share: int, **more: object) -> str:
        return Written(place(written)).text_of(Exposure(share, **more))  # type: ignore[arg-type]

    assert [text("", 0), text("数字", 50), text("number", 1_250)] == ["0", "0.5", "12.5"]
    assert [text("布尔", 0), text("Boolean", EVERYBODY)] == ["false", "true"]
    assert text("{{percent}}/{{remaining}}/{{fraction}}", 25) == "0.25/99.75/0.0025"
    written = '{"p":{{percent}},"u":"{{users}}","m":"{{machines}}"}'
    assert text(written, 0, users=("安然", "b")) == '{"p":0,"u":"安然,b","m":""}'
    assert text(written, 0, machines=("10.0.0.1",)) == '{"p":0,"u":"","m":"10.0.0.1"}'


@given(SHARES)
def test_a_number_is_read_back(share: int) -> None:
    form = Written(place())
    shown = form.shown(form.text_of(Exposure(share)))
    assert shown.share == share and shown.matches(Exposure(share))


@given(TEMPLATES, SHARES, NAMES, NAMES)
def test_a_template_is_read_back(
    template: str, share: int, users: list[str], machines: list[str]
) -> None:
    form = Written(place(template))
    assume(form.says("users") or form.says("machines") or not machines)
    wanted = Exposure(share, tuple(users), machines=tuple(machines))
    shown = form.shown(form.text_of(wanted))
    assert shown.share == share and shown.matches(wanted), shown
    other = Exposure(share, (*users, "不在名单里的人"), machines=tuple(machines))
    assert not shown.matches(other) if form.says("users") else shown.matches(other)


@given(TEMPLATES | st.sampled_from(["", "布尔"]), st.sampled_from(["", "关", "-1", "false", "{}"]))
def test_off_is_the_rollback_value_and_shows_nobody(template: str, off: str) -> None:
    form = Written(place(template, off))
    text = form.text_of(Exposure(0, enabled=False))
    assert text == (off or text)
    assert form.shown(text).matches(Exposure(0, enabled=False))


@given(st.text(), TEMPLATES | st.sampled_from(["", "布尔"]))
def test_whatever_stands_there_is_read_without_stumbling(text: str, template: str) -> None:
    shown = Written(place(template)).shown(text)
    assert shown.share is None or 0 <= shown.share <= EVERYBODY
    shown.text.encode()
    assert "\x00" not in shown.text and len(shown.text) <= 200


@pytest.mark.parametrize(
    ("off", "on", "text", "share"),
    [
        ("", "", "true", EVERYBODY), ("", "", "TRUE", EVERYBODY), ("", "", "false", 0),
        ("v1", "v2", "v2", EVERYBODY), ("v1", "v2", "v1", 0), ("v1", "v2", "v3", None),
        ("true", "", "false", EVERYBODY), ("true", "", "true", 0), ("", "", "1", None),
    ],
)  # fmt: skip
def test_a_boolean_is_what_the_plan_calls_on_and_off(
    off: str, on: str, text: str, share: int | None
) -> None:
    form = Written(place("布尔", off, on))
    assert form.shown(text).share == share
    for wanted in (Exposure(0), Exposure(EVERYBODY)):
        assert form.shown(form.text_of(wanted)).matches(wanted)


@pytest.mark.parametrize("exposure", [Exposure(1), Exposure(0, ("ann",)), Exposure(9_999)])
def test_a_boolean_says_neither_shares_nor_names(exposure: Exposure) -> None:
    with pytest.raises(DriverError, match="只有开和关"):
        Written(place("布尔")).text_of(exposure)


@pytest.mark.parametrize(
    ("written", "exposure", "words"),
    [
        ("{{users}}", Exposure(0, ("ann",)), "{{percent}}"),
        ("", Exposure(0, machines=("10.0.0.1",)), "{{machines}}"),
        ("{{percent}}", Exposure(100, machines=("10.0.0.1",)), "{{machines}}"),
        ('{{percent}} "{{users}}"', Exposure(0, ("a,b",)), "a,b"),
        ('{{percent}} "{{users}}"', Exposure(0, ('a"b',)), "请改名"),
        ('{{percent}} "{{machines}}"', Exposure(0, machines=("a\nb",)), "请改名"),
        ("{{percent}}{{remaining}}", Exposure(100), "读不回来"),
        ("{{percent}};{{users}};", Exposure(0, ("a;b",)), "读不回来"),
    ],
)
def test_what_the_form_cannot_say_is_refused(written: str, exposure: Exposure, words: str) -> None:
    with pytest.raises(DriverError, match=re.escape(words)):
        Written(place(written)).text_of(exposure)


def test_off_can_always_be_said() -> None:
    for written in ("", "布尔", "{{users}}", "{{percent}}", "{{percent}} {{users}}"):
        assert Written(place(written, "关")).text_of(Exposure(0, enabled=False)) == "关"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("", "abc"), ("", "101"), ("", "-1"), ("", "1e1"), ("", "NaN"), ("", "٣"), ("", " "),
        ("{{percent}}%", "5"), ("{{percent}}/{{remaining}}", "5/94"), ("{{fraction}}", "1.5"),
        ("{{percent}}-{{percent}}", "5-6"), ('{"p":{{percent}}}', '{"p":5,"x":1}'),
    ],
)  # fmt: skip
def test_a_text_that_the_form_cannot_have_written_is_no_share(written: str, text: str) -> None:
    shown = Written(place(written)).shown(text)
    assert shown.share is None and not shown.matches(Exposure(0))


def test_a_key_that_is_not_there_lets_nobody_in() -> None:
    assert Written(place()).shown(None) == Shown(0)


def test_machines_stand_among_the_users_where_they_have_no_place_of_their_own() -> None:
    form = Written(place('{{percent}} "{{users}}"'))
    wanted = Exposure(0, ("ann",), machines=("10.0.0.1",))
    assert form.text_of(wanted) == '0 "ann,10.0.0.1"'
    assert form.shown(form.text_of(wanted)).matches(wanted)
