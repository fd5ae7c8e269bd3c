"""Lists and listed paragraphs as one stream of entries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.reading.blocks import Content, Item, Listing, Paragraph
from plans.reading.boxes import unbox
from plans.reading.bullets import unmarked
from plans.reading.text import clean
from plans.reading.values import says_nothing

_BULLET = re.compile(r"^\s*(?:(?:[-+*]\s+|[•·●○◦▪■◆◇➢‣]\s*))?(?:\[[ xX✓√-]?\]\s*)?")
_DATE = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?")
_LONGEST, _USUAL, _BRIEF = 400, 60, 24
_BOX = re.compile(r"\s*(?:[-+*•]\s+|\d+[.)、]\s*)?(\[[^\]]?\]|\S)")
_LABEL = re.compile(r"^(?P<label>[^:：\n]{1,40}?)\s*(?:::|[:：])\s*(?P<value>.*)$", re.DOTALL)
_BOXED = re.compile(r"^【(?P<label>[^】\n]{1,20})】\s*[:：]?\s*(?P<value>\S.*)$", re.DOTALL)
_CALLOUT = re.compile(
    r"(?:注意|备注|说明|提示|警告|重要|特别说明|温馨提示|note|notes|warning|tip|info|important|caution)\s*[:：!！]?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement: its plain text, its source lines (what stands below included), its box."""

    text: str
    source: str
    done: bool | None = None
    below: tuple["Entry", ...] = ()

    @property
    def verbatim(self) -> str:
        """The source lines without bullet and box, a number stays."""
        return unbulleted(self.source)

    @property
    def box(self) -> str:
        """The check box as written."""
        match = _BOX.match(self.source)
        return match[1] if match and self.done is not None else ""

    @property
    def head(self) -> str:
        """The source lines without what stands below."""
        end = self.source.find(self.below[0].source) if self.below else -1
        return self.source[:end] if end > 0 else self.source

    @property
    def own(self) -> str:
        """The same without bullet and box."""
        return unbulleted(self.head)

    @property
    def whole(self) -> str:
        """The text with everything below it, line by line."""
        return "\n".join(
            [self.text, *("- " + entry.whole.replace("\n", "\n  ") for entry in self.below)]
        )


def unbulleted(source: str) -> str:
    """Source lines without the bullet and the box before them; a number stays."""
    return _BULLET.sub("", source.strip("\n")).rstrip()


def entries(block: Content) -> list[Entry]:
    """The statements of a list or of a paragraph that is written line by line; none of other blocks."""
    if isinstance(block, Listing):
        return [_of_item(item) for item in block.items]
    if isinstance(block, Paragraph) and block.listed:
        return [_of_line(line) for line in block.lines]
    return []


def labelled(text: str) -> tuple[str, str] | None:
    """(label, value) of `label: value` and 【label】value; clocks and addresses are no labels."""
    match = _BOXED.match(text) or _LABEL.match(text)
    if not match or match["value"].startswith("//") or not re.search(r"[^\W\d]", match["label"]):
        return None
    if re.search(r"\d\s*$", match["label"]) and re.match(r"[0-5]\d(?!\d)", match["value"]):
        return None
    return match["label"].strip(), match["value"].strip()


def are_statements(block: Content, found: list[Entry]) -> bool:
    """Whether these are short statements that say something, rather than sentences of running text."""
    texts = [entry.text for entry in found]
    if any(says_nothing(text) for text in texts) or _DATE.fullmatch(texts[-1]):
        return False
    if isinstance(block, Paragraph) and _CALLOUT.match(texts[0]):
        return False
    usual = sum(map(len, texts)) / len(texts)
    if max(map(len, texts)) > _LONGEST or usual > _USUAL:
        return False
    sentences = sum(text.endswith(("。", "！", "？")) for text in texts)
    return isinstance(block, Listing) or usual <= _BRIEF or sentences * 2 < len(texts)


def flat(found: list[Entry]) -> Iterator[Entry]:
    """Every entry and everything below it, in order."""
    for entry in found:
        yield entry
        yield from flat(list(entry.below))


def _of_item(item: Item) -> Entry:
    return Entry(
        clean(item.text), item.source, item.done, tuple(_of_item(child) for child in item.children)
    )


def _of_line(line: str) -> Entry:
    text, done = unbox(unmarked(line))
    return Entry(clean(text), line, done)
