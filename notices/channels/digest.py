"""The daily digest: what waited since yesterday, in one mail for each person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.channels.base import Letter
from notices.channels.email import Email
from notices.letters import render

MOST_BYTES = 300_000
SHOWN_LINES = 3


@dataclass(frozen=True)
class Entry:
    """One message, as a heading with a link and its first lines."""

    heading: str
    lines: list[str]
    url: str


class Digest(Email):
    name = "digest"
    label = gettext_lazy("每日摘要")
    gathers = True

    def gather(self, letters: Sequence[Letter]) -> Letter:
        first = letters[0]
        with translation.override(first.language):
            chapters = _chapters(letters)
            subject = _("每日摘要：%(amount)s 条通知") % {"amount": len(letters)}
            context: dict[str, Any] = {"heading": subject, "chapters": chapters}
            written = render("digest", context, first.language)
        return replace(first, subject=subject, text=written.text, html=written.html, thread="")

    def fits(self, letters: Sequence[Letter]) -> bool:
        return sum(len(letter.text.encode()) for letter in letters) <= MOST_BYTES


def _chapters(letters: Sequence[Letter]) -> list[tuple[str, list[Entry]]]:
    """By plan, in the order in which each was first spoken of."""
    chapters: dict[str, list[Entry]] = {}
    for letter in letters:
        chapters.setdefault(letter.subject, []).append(_entry(letter))
    return list(chapters.items())


def _entry(letter: Letter) -> Entry:
    body = letter.text.partition("\n--\n")[0]
    lines = [line.strip() for line in body.splitlines() if _is_said(line, letter.url)]
    return Entry(lines[0] if lines else letter.subject, lines[1 : 1 + SHOWN_LINES], letter.url)


def _is_said(line: str, url: str) -> bool:
    """Not empty, and not the line that only gives the address."""
    return bool(line.strip()) and not (url and url in line)
