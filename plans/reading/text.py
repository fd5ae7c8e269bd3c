"""Reading words out of marked-up text: cells, titles, labels."""

import html
import re
import unicodedata
from functools import lru_cache

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:font|span|b|strong|i|em|u|p|div|sup|sub|small|mark|ins|del|center)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_PAIRS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\*\*(?=\S)(.{1,200}?)(?<=\S)\*\*",
        r"~~(?=\S)(.{1,200}?)(?<=\S)~~",
        r"`([^`\n]{1,2000})`",
    )
)
_WHOLE = re.compile(r"([*=~/])(?=[^\s*=~/])([^*=~\n]+?)(?<=\S)\1")
_FOOTNOTE = re.compile(r"(?<=\S)\[\^\w{1,20}\](?!:)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_ORG_LINK = re.compile(r"\[\[([^\[\]]*)\](?:\[([^\[\]]*)\])?\]")
_NUMERAL = "一二三四五六七八九十百零〇两"
_NUMBER = re.compile(
    rf"(?:第\s*[{_NUMERAL}\d]+\s*[章节部分篇步]+\s*[、.,:]?|[(\[]\s*[{_NUMERAL}\d]+\s*[)\]]\s*[.、:]?"
    rf"|附[录件]?\s*[{_NUMERAL}\dA-Z]{{0,2}}\s*[、.:]"
    rf"|[{_NUMERAL}]+\s*[、.,)]|[IVX]+\s*[、.)]|\d+(?:\.\d+)+\s*[、.)]?|\d+\s*[、.):]|[a-zA-Z]\s*[、)]|\d+\s+)\s*"
)
_EDGES = re.compile(r"^[^\w(\[【《]+|[\s:：。.;；,，]+$")
_KEYCAPS = re.compile(r"^\s*(?:[0-9]\ufe0f?\u20e3\s*){1,3}")
"""1️⃣ in front of a heading is a digit to everybody but a reader."""
_WORD = re.compile(r"\w+")
_LONGEST_TITLE = 500


def words(text: str) -> list[str]:
    """The words of a text: runs of letters, digits and hanzi."""
    return _WORD.findall(text)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text without emphasis, code ticks, escapes and line-break tags."""
    if not text or text.isalnum():
        return text.strip()
    plain = _FOOTNOTE.sub("", _INLINE_TAG.sub("", _BREAK.sub("\n", text)))
    for pair in _PAIRS:
        plain = pair.sub(r"\1", plain)
    plain = html.unescape(_ESCAPE.sub(r"\1", plain)).strip()
    if whole := _WHOLE.fullmatch(plain):
        plain = whole[2]
    return "\n".join(line.strip() for line in plain.split("\n")).strip()


def unlink(text: str) -> str:
    """Links replaced by what they are called."""
    plain = _LINK.sub(lambda match: match[1] or match[0], text)
    return _ORG_LINK.sub(lambda match: match[2] or match[1], plain)


@lru_cache(maxsize=4096)
def plain_title(text: str) -> str:
    """A heading without numbering, emoji, markup and closing colon, as a person would say it."""
    if len(text) > _LONGEST_TITLE:
        return text.strip()
    title = _unnumber(_EDGES.sub("", _KEYCAPS.sub("", clean(unlink(text)))))
    return _EDGES.sub("", title).strip()


def _unnumber(title: str) -> str:
    wide = unicodedata.normalize("NFKC", title)
    match = _NUMBER.match(wide)
    while match and wide[match.end() :].strip():
        wide = _EDGES.sub("", wide[match.end() :])
        match = _NUMBER.match(wide)
    return wide


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A title or header reduced to its letters, for comparison."""
    folded = unicodedata.normalize("NFKC", plain_title(text)).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


@lru_cache(maxsize=8192)
def bare_header(text: str) -> str:
    """A table header for comparison: no units or remarks in brackets, no must-fill star."""
    plain = unicodedata.normalize("NFKC", clean(unlink(text)))
    without = re.sub(r"[(\[【].*?[)\]】]", "", plain)
    letters = "".join(sign for sign in (without or plain).casefold() if sign.isalnum())
    return letters or "".join(sign for sign in plain.casefold() if sign.isalnum()) or plain.strip()


def is_blank(text: str) -> bool:
    """Nothing but spaces, dots and rules."""
    return not any(sign.isalnum() for sign in text)


def first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0].strip()
