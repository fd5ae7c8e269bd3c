"""Plain text → blocks: headings are known by their numbering, every line is a statement."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plans.reading.blocks import Block, Content, Heading, Paragraph
from plans.reading.bullets import indent_of, is_item
from plans.reading.linewise import LineReader
from plans.reading.text import clean, is_blank, plain_title

_CJK = "一二三四五六七八九十百"
_KINDS = (
    ("atx", re.compile(r"^#{1,6}\s+\S")),
    ("appendix", re.compile(rf"^附[录件]?\s*[{_CJK}\dA-Z]{{0,2}}\s*[、：:]\s*\S")),
    ("chapter", re.compile(rf"^第\s*[{_CJK}\d]+\s*[章节部分篇]")),
    ("roman", re.compile(r"^[IVXⅠ-Ⅻ]+\s*[、.．]\s*\S")),
    ("numeral", re.compile(rf"^[{_CJK}]+\s*[、.．]\s*\S")),
    ("bracketed", re.compile(rf"^[（(][{_CJK}]+[）)]\s*[、.．]?\s*\S")),
    ("dotted", re.compile(r"^\d+(?:[.．]\d+)+\s*[、.．]?\s*[^\d\s.%]")),
    ("arabic", re.compile(r"^\d{1,2}\s*[、.．]\s*[^\d\s]")),
    ("spaced", re.compile(r"^\d{1,2}\s{1,4}[\u4e00-\u9fffA-Za-z]")),
    ("boxed", re.compile(r"^【[^】]{1,24}】\s*[:：]?$")),
)
_SURE = frozenset(("atx", "appendix", "chapter", "roman", "numeral", "boxed", "named"))
_OUTERMOST = frozenset(("appendix", "chapter"))
_TITLE = re.compile(
    r"(?:发布|上线|升级|投产|割接|迭代|版本|release|deploy\w*|launch).{0,20}(?:计划|方案|手册|清单|总表|计划书|通知|说明|安排|公告|plan|checklist|runbook)\w*\s*(?:[vV]?[\d.]+)?\s*(?:[（(][^（）()]{1,30}[)）])?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。；;，,!！?？]\s*$|[:：]\s*\S|[。；]\s*\S")
_LONGEST = 30
_PAGE_BREAK = 5
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})\s*(\S*)")

IsKnown = Callable[[str], bool]


def read_plain(text: str, is_known: IsKnown) -> list[Block]:
    """The blocks in order; `is_known` says whether a lone short line is a section's heading."""
    return list(_Plain(text, is_known).blocks())


def promoted(blocks: Sequence[Block], is_known: IsKnown) -> Iterator[Block]:
    """In a document without headings, lines that are numbered like headings are headings."""
    if sum(isinstance(block, Heading) for block in blocks) > 1:
        yield from blocks
        return
    single = [part for block in blocks for part in _singly(block)]
    lines = [_line_of(block) for block in single]
    levels = _Plain("\n\n".join(lines), is_known).levels
    for at, block in enumerate(single):
        if isinstance(block, Paragraph) and at * 2 in levels:
            yield Heading(levels[at * 2], lines[at], block.source)
        else:
            yield block


def _singly(block: Block) -> Iterator[Block]:
    """A run of lines, cut where one of them is surely a heading."""
    if not isinstance(block, Paragraph) or not block.listed:
        yield block
        return
    run: list[str] = []
    for line in block.lines:
        if _kind(clean(line)) in _SURE and len(clean(line)) <= _LONGEST:
            yield from _run(run)
            yield Paragraph((line,), line)
            run = []
        else:
            run.append(line)
    yield from _run(run)


def _run(lines: list[str]) -> Iterator[Block]:
    if lines:
        yield Paragraph(tuple(lines), "\n".join(lines), listed=True)


def _line_of(block: Block) -> str:
    """One line that stands for the block."""
    if isinstance(block, Paragraph) and len(block.lines) == 1:
        return clean(block.lines[0]).replace("\n", " ") or "·"
    return f"# {block.text}" if isinstance(block, Heading) else "· · ·"


def is_plan_title(line: str) -> bool:
    """Whether a line alone sounds like the title of a release plan."""
    plain = clean(line).rstrip("：:")
    return len(plain) <= _LONGEST + 10 and bool(_TITLE.search(plain))


def counts_headings(text: str) -> int:
    """How many lines are surely headings by their numbering."""
    return sum(kind != "atx" and kind in _SURE for kind in map(_kind, text.split("\n")))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that is a heading, of this kind of numbering."""

    at: int
    kind: str


class _Plain(LineReader):
    listed = True

    def __init__(self, text: str, is_known: IsKnown) -> None:
        super().__init__(text)
        self.is_known = is_known
        self.levels = dict(_levels(list(self._marks()), self.lines))

    def heading(self, at: int) -> Heading | None:
        if at not in self.levels:
            return None
        line = self.lines[at]
        return Heading(self.levels[at], line.strip().lstrip("#").strip(), line)

    def fence(self, line: str) -> tuple[re.Pattern[str], str] | None:
        match = _FENCE.match(line)
        if not match:
            return None
        return re.compile(rf"^\s{{0,3}}{re.escape(match[1])}"), match[2]

    def paragraph(self, lines: tuple[str, ...], source: str) -> Content:
        return Paragraph(lines, source, listed=True)

    def _marks(self) -> Iterator[_Mark]:
        titled = fenced = False
        for at, line in enumerate(self.lines):
            fenced ^= bool(_FENCE.match(line))
            if fenced or not line.strip() or indent_of(line) > 3:
                continue
            kind = _kind(line)
            if not titled and not kind and self._is_title(at):
                titled = True
                yield _Mark(at, "title")
            elif kind and self._heads(at, kind):
                yield _Mark(at, kind)
            elif not kind and self._is_named(at):
                yield _Mark(at, "named")

    def _is_title(self, at: int) -> bool:
        return is_plan_title(self.lines[at].strip()) and self._stands_alone(at)

    def _is_named(self, at: int) -> bool:
        line = self.lines[at].strip()
        lone = len(line) <= _LONGEST and not line.startswith("|") and not is_item(line)
        opens = line.endswith((":", "：")) or _is_blank(self.lines, at - 1)
        return lone and opens and self.is_known(line)

    def _stands_alone(self, at: int) -> bool:
        return _is_blank(self.lines, at - 1) and _is_blank(self.lines, at + 1)

    def _heads(self, at: int, kind: str) -> bool:
        """A short title; an Arabic number heads only what follows unnumbered."""
        title = plain_title(self.lines[at])
        if not title or len(title) > _LONGEST or _SENTENCE.search(title):
            return False
        if kind == "spaced":
            return self._is_opened(at)
        if kind == "arabic" and (self._is_opened(at) or self._is_chapter(at, title)):
            return True
        return kind in _SURE or self._has_content(at, kind)

    def _is_chapter(self, at: int, title: str) -> bool:
        """A number after a blank line, before words that name a section and lines that are its own."""
        following = next((line for line in self.lines[at + 1 :] if line.strip()), "")
        alone = _is_blank(self.lines, at - 1) and self.is_known(title)
        return alone and _kind(following) != "arabic"

    def _is_opened(self, at: int) -> bool:
        """`3 Steps` heads what 3.1 opens, or what its own words name."""
        number = re.split(r"\D", self.lines[at].strip(), maxsplit=1)[0]
        following = next((line for line in self.lines[at + 1 :] if line.strip()), "").strip()
        opened = _kind(following) == "dotted" and following.startswith(f"{number}.")
        return opened or (_kind(self.lines[at]) == "spaced" and self._is_named(at))

    def _has_content(self, at: int, kind: str) -> bool:
        following = next((i for i in range(at + 1, len(self.lines)) if self.lines[i].strip()), None)
        if following is None or _rank(self.lines[following]) <= _rank(self.lines[at]):
            return False
        if _kind(self.lines[following]) in _SURE or self._is_next(at, following):
            return False
        if at and _kind(self.lines[at - 1]) == kind:
            return False
        return following > at + 1 or indent_of(self.lines[following]) <= indent_of(self.lines[at])

    def _is_next(self, at: int, following: int) -> bool:
        """Whether 3. comes right after 2.1: the chapter after the one that this line is in."""
        here, there = (re.match(r"\s*(\d{1,3})", self.lines[n]) for n in (at, following))
        chapter = _kind(self.lines[at]) == "dotted" and _kind(self.lines[following]) == "arabic"
        return bool(chapter and here and there and int(there[1]) == int(here[1]) + 1)


def _kind(line: str) -> str:
    """How the line is numbered; "" when it is not."""
    plain = line.strip()
    return next((kind for kind, pattern in _KINDS if pattern.match(plain)), "")


def _rank(line: str) -> int:
    """How far out this kind of numbering usually stands; text without a number is innermost."""
    kind = _kind(line)
    return next(
        (rank for rank, (known, _pattern) in enumerate(_KINDS) if known == kind), len(_KINDS)
    )


def _is_blank(lines: list[str], at: int) -> bool:
    return not 0 <= at < len(lines) or is_blank(lines[at])


def _levels(marks: list[_Mark], lines: list[str]) -> Iterator[tuple[int, int]]:
    """{line: level}: a kind of numbering not met before is one deeper than the one above it."""
    open_kinds: list[str] = []
    before = 0
    for mark in marks:
        if mark.kind == "title":
            yield mark.at, 0
            continue
        if mark.kind in _OUTERMOST or _is_page_break(lines, before, mark.at):
            open_kinds = []
        if mark.kind in open_kinds:
            open_kinds = open_kinds[: open_kinds.index(mark.kind)]
        open_kinds.append(mark.kind)
        before = mark.at
        yield mark.at, len(open_kinds)


def _is_page_break(lines: list[str], first: int, last: int) -> bool:
    """Many blank lines in a row right above."""
    return last - first > _PAGE_BREAK and all(
        not line.strip() for line in lines[last - _PAGE_BREAK : last]
    )
