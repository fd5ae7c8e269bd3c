"""No pattern of import takes long on any text, however it repeats itself."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

import plans.reading
from plans.reading.errors import Unreadable
from tests.reading.documents import read_words

pytestmark = pytest.mark.long

MOST = 0.25
"""Seconds of this process for one pattern and one text; a pattern that backtracks takes minutes."""
LINE = 1_000
"""Recognisers see no longer lines than this."""
PIECES = [
    " ", "a", "1", "1.", "*", "**", "`", "(", "（", "[", "【", "【a】", "|", "||", "-", "- ", "=", ":", "：", "，", ";", "/", "%",
    "1%", "1%、", "1% ", "22:00", "22:00-", "2026-", "2026-01-01", "次日", "T-1", "T-1天", "天", "一", "第一批", "周一", "a.b-", "a b",
    "<", "<br>", "&lt;", "http://", "a@b.", "'", '"', "--", "/*", "* ", "*/5 ", "[a](", "![", "\\", "{{", "{code}", "~", "#", "# ",
    "每级", "观察", "负责人", "and ", "scheduled for ", "June 1", "1st ", "ADD a ", "drop ", "版本：", "<<E", "MON,", "$", "\t", "\n",
]  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of plans.reading, found by looking into its modules."""
    for module in pkgutil.walk_packages(plans.reading.__path__, "plans.reading."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


PATTERNS = dict(patterns())
TEXTS = [(piece * LINE)[:LINE] + tail for piece in PIECES for tail in ("", "!", "\n")] + [
    (one + two) * (LINE // len(one + two)) for one in PIECES[::3] for two in PIECES[1::4]
]


def slow_ones(texts: list[str]) -> list[tuple[str, str]]:
    """(pattern, beginning of the text) of those that take too long."""
    return [
        (name, text[:20])
        for name, pattern in PATTERNS.items()
        for text in texts
        if _seconds(pattern, text) > MOST
    ]


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    started = time.process_time()
    pattern.search(text)
    pattern.match(text)
    for _match in pattern.finditer(text):
        pass
    return time.process_time() - started


def test_no_pattern_is_slow_on_some_texts() -> None:
    assert slow_ones(TEXTS[::9]) == []


@pytest.mark.long
@pytest.mark.parametrize("share", range(9))
def test_no_pattern_is_slow_on_any_text(share: int) -> None:
    assert slow_ones(TEXTS[share::9]) == []


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 150


@pytest.mark.long
@pytest.mark.parametrize("piece", PIECES)
def test_a_document_of_one_piece_is_read_in_time(piece: str) -> None:
    for heading in (
        "发布人员",
        "发布步骤",
        "灰度",
        "变更窗口",
        "配置",
        "关键指标",
        "沟通计划",
        "附件",
    ):
        started = time.process_time()
        with suppress(Unreadable):
            read_words(f"# 计划\n\n## {heading}\n\n{piece * 20_000}\n\n- {piece * 300}\n")
        assert time.process_time() - started < 5
