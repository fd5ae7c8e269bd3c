"""Letters as texts for a chat: what people wrote stays text there, whatever the chat makes of it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby

from notices.channels.base import Letter

WIDE = str.maketrans({"@": "＠", "<": "＜", ">": "＞"})
"""Signs by which chats know mentions (@all, <at …>, <@id>) and markup."""
LINK = re.compile(r"\](?=[(\[:])")
"""Between the words and the target of a Markdown link."""
MORE = "…"


def harmless(text: str) -> str:
    """Without mentions, markup, links under foreign words, and signs that nobody sees."""
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"})
    return LINK.sub("] ", kept.translate(WIDE))


def joined(letters: Sequence[Letter]) -> str:
    """Oldest first; what has one subject stands under it once."""
    chapters = groupby(letters, key=lambda letter: letter.subject)
    return "\n\n".join(_chapter(subject, list(some)) for subject, some in chapters)


def guarded(text: str, keyword: str) -> str:
    """With the word without which the robot takes nothing."""
    return text if keyword in text else f"{keyword}\n{text}"


def cut_to(text: str, whole: Callable[[str], str], fits: Callable[[str], bool]) -> str:
    """`whole` of the longest beginning of `text` that fits, with a sign that there is more.

    Cut between characters, and not inside one that is written with several.
    """
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(whole(_begin(text, middle))) else (low, middle - 1)
    return whole(_begin(text, low))


def _begin(text: str, length: int) -> str:
    while 0 < length < len(text) and unicodedata.combining(text[length]):
        length -= 1
    return text[:length].rstrip() + MORE


def _chapter(subject: str, letters: Sequence[Letter]) -> str:
    return "\n".join([harmless(subject), *(_paragraph(letter) for letter in letters)])


def _paragraph(letter: Letter) -> str:
    """What is told, and where to read more: our own address, which nobody typed."""
    return "\n".join(filter(None, (harmless(letter.text).strip(), letter.url)))
