"""Import gives one clear sentence, or what it could read, within seconds and without a fault."""

import importlib
import json
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

import plans
from ground.errors import Refusal
from plans import prose
from plans.importing import read_file
from plans.reading.draft import ImportDraft
from plans.reading.errors import Unreadable
from tests.security import bombs
from tests.security.world import World

pytestmark = pytest.mark.long

Visitor = Callable[..., Client]
SECONDS = 5.0


def read(data: bytes | str, name: str = "x.md") -> ImportDraft | str:
    """The draft, or the sentence of the refusal; both within SECONDS of this process's own time."""
    start = time.process_time()
    try:
        return read_file(data if isinstance(data, bytes) else data.encode(), name)
    except Unreadable as refusal:
        assert len(refusal.detail) > 6 and "\n" not in refusal.detail
        return refusal.detail
    finally:
        assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", bombs.OFFICE_FILES)
def test_an_office_file_that_wants_to_hurt_is_refused(name: str) -> None:
    assert isinstance(read(bombs.OFFICE_FILES[name]()), str)


@pytest.mark.parametrize("name", bombs.TEXTS)
def test_a_text_that_wants_to_hurt_is_refused_or_read_in_time(name: str) -> None:
    read(bombs.TEXTS[name])


@pytest.mark.parametrize("head", [bombs.OUTSIDE, bombs.FAR + bombs.OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_brings_in_no_other_file(head: str, encoding: str) -> None:
    for data in (
        bombs.word(bombs.paragraph("前&j;后"), head, encoding),
        bombs.sheet(f'<row r="1">{bombs.cell("A1", "前&j;后")}</row>', head, encoding),
        f'<?xml version="1.0"?>{head}<html><body>前&j;后</body></html>',
    ):
        assert "root:" not in str(read(data))


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\x.md", "/etc/\x00passwd", "." * 300],
)
def test_the_name_of_a_file_is_no_path(world: World, visitor: Visitor, name: str) -> None:
    draft = read("正文\n", name)
    assert isinstance(draft, ImportDraft)
    assert not set(draft.plan["title"]) & set("/\\\x00\r\n")
    upload = SimpleUploadedFile(name, "正文\n".encode())
    for place in ("/plans/import/", "/api/v1/plans/import/"):
        assert visitor("ann").post(place, {"file": upload}).status_code < 500


def ours(**more: Any) -> bytes:
    """A file that says it is ours, with other contents than we would write."""
    whole = {
        "format": "releaseplan",
        "format_version": 1,
        "plan": {"title": "t"},
        "sections": {},
        "notes": [],
    }
    return json.dumps({**whole, **more}).encode()


HOSTILE = [
    {"notes": [{"heading": [1, {"a": 2}], "text": "x"}]},
    {"notes": [{"heading": "abc", "text": ["x"]}]},
    {"notes": [{"heading": ["\ud800"], "text": "\x00"}]},
    {"notes": [{"heading": [], "text": "\ud800"}]},
    {"sections": {"apps": [{"app": "\ud800"}]}},
    {"sections": {"apps": [{"app": "x", "depends_on": ["\x00"], "extra": {"\x00": "x"}}]}},
    {"sections": {"apps": [{"app": ["x"], "batch": {}}]}},
    {"sections": {"apps": {"a": 1}}},
    {"sections": {"apps": ["x"]}},
    {"sections": {"steps": [{"action": "x", "planned_start": "0001-01-01T00:00:00+14:00"}]}},
    {"sections": {"nowhere": [{"a": 1}]}},
    {"plan": {"title": "t", "timezone": "../../etc/passwd"}},
    {"plan": {"title": "t", "timezone": ["x"], "window_start": "9999-12-31T23:59:59-12:00"}},
    {
        "plan": {
            "title": ["x"],
            "owner": {"a": 1},
            "status": "done",
            "number": "RP-1",
            "created_by": 1,
        }
    },
    {"plan": []},
]


@pytest.mark.parametrize("more", HOSTILE, ids=lambda more: str(more)[:50])
def test_a_forged_file_of_ours_is_refused_or_makes_a_plan_that_can_be_read(
    world: World, visitor: Visitor, more: dict[str, Any]
) -> None:
    client = visitor("ann")
    upload = SimpleUploadedFile("x.json", ours(**more))
    answer = client.post("/api/v1/plans/import/", {"file": upload})
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        made = client.get(f"/api/v1/plans/{answer.json()['plan']['number']}/").json()
        assert (made["status"], made["owner"]) == ("draft", "安然")
        for tail in ("", "history/", "check/", "export/md/", "board/"):
            assert client.get(f"{made['url']}{tail}").status_code == 200


def test_the_page_says_the_sentence(world: World, visitor: Visitor) -> None:
    client = visitor("ann")
    for data in (bombs.OFFICE_FILES["zeros"](), bombs.TEXTS["too big"], bombs.TEXTS["noise"]):
        assert isinstance(data, bytes)
        sentence = read(data)
        for place in ("/plans/import/", "/api/v1/plans/import/"):
            answer = client.post(place, {"file": SimpleUploadedFile("x.docx", data)})
            assert answer.status_code in (200, 400)
            assert str(sentence) in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["[" * 60_000, "*_" * 30_000, "![a" * 20_000, "|a" * 30_000, "> " * 5_000 + "a"]
)
def test_a_note_is_shown_in_time(text: str) -> None:
    start = time.process_time()
    assert prose.render(text)
    assert time.process_time() - start < SECONDS


PIECES = [
    *"：:、，,;；|()（）[]【】-–—=>→*_`#<>/\\.。1\t\n 天分h@$%{}\"'",
    "发布", "负责人", "2026-06-18 22:00", "次日", "50%", "P3DT4H", "```", "#+begin_src", "select ",
    "外部:", "1.1", "一、", "| a |", "- [ ] ", "张三、李四", "https://x.y/z", "&#x41;", "<br>", "<td>",
]  # fmt: skip


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 400)), min_size=1, max_size=12))
def test_no_mixture_of_signs_hangs_or_breaks_the_reader(parts: list[tuple[str, int]]) -> None:
    text = "# 计划\n\n## 执行步骤\n\n" + "".join(piece * times for piece, times in parts)
    read(text)
    read(text.replace("# 计划", "#+TITLE: 计划"))


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every regular expression that a module of plans has under a name."""
    for module in pkgutil.walk_packages(plans.__path__, "plans."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    for name, module in sorted(sys.modules.items()):
        for word, value in vars(module).items() if name.startswith("plans.") else ():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{name}.{word}", value


PUMPS = [
    " ",
    "1",
    "a",
    "一",
    ".",
    "-",
    "：",
    "1,",
    "1.",
    "a ",
    "（1",
    "=>",
    "\\",
    "`",
    "deploy",
    "[a",
    "<!-- -->",
]


def test_no_pattern_takes_long_for_the_longest_line_of_a_statement() -> None:
    slow = []
    for name, pattern in patterns():
        for pump in PUMPS:
            line, start = (pump * 1_000)[:1_000], time.process_time()
            pattern.search(f"{line}\x01")
            if time.process_time() - start > 0.3:
                slow.append((name, pump))
    assert not slow


def test_a_refusal_says_nothing_of_where_it_happened() -> None:
    with pytest.raises(Refusal) as refusal:
        read_file(bombs.OFFICE_FILES["cut off"](), "/home/ann/secret/plan.docx")
    assert "/home" not in refusal.value.detail
