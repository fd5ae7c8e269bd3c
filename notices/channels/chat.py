"""Robots of chat groups: plain text, gathered, cut to size, and answered in an HTTP 200."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from notices.channels.base import Blocked, Door, Later, Letter, Never
from notices.channels.robot import RobotChannel, post_json, quoted, read, written
from notices.chatting import cut_to, guarded, harmless, joined


class Chat(RobotChannel):
    """One vendor's robots.

    `most_bytes` bounds what `weigh` says of a text. The answer carries its verdict in
    `code_field`: 0 is success; `refusals` are for good, with what to do about them;
    `pauses` say how long a robot is blocked; anything else is tried again.
    """

    gathers = True
    most_bytes: ClassVar[int]
    code_field: ClassVar[str] = "errcode"
    words_field: ClassVar[str] = "errmsg"
    refusals: ClassVar[Mapping[int, Any]]
    pauses: ClassVar[Mapping[int, timedelta]]

    @abstractmethod
    def content(self, text: str) -> dict[str, Any]:
        """The body of a request that says `text`, unsigned."""

    @abstractmethod
    def signed(self, door: Door, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The address to ask and the body to send, signed as the vendor asks for it."""

    def weigh(self, text: str) -> int:
        """What the vendor's limit counts; by default the whole body, in bytes."""
        return len(written(self.content(text)))

    def gather(self, letters: Sequence[Letter]) -> Letter:
        return replace(letters[0], text=self._said(letters), url="", html="")

    def fits(self, letters: Sequence[Letter]) -> bool:
        text = guarded(joined(letters), _keyword(letters))
        return len(letters) == 1 or self.weigh(text) <= self.most_bytes

    def deliver(self, letter: Letter, door: Door) -> None:
        url, content = self.signed(door, self.content(letter.text))
        answer = post_json(url, written(content))
        self._judge(read(answer), door)

    def _said(self, letters: Sequence[Letter]) -> str:
        """All of it; of a letter that is too long alone as much as there is room for."""
        keyword = _keyword(letters)
        text = guarded(joined(letters), keyword)
        if self.weigh(text) <= self.most_bytes:
            return text
        return cut_to(
            harmless(letters[0].text),
            lambda part: guarded(joined([replace(letters[0], text=part)]), keyword),
            lambda whole: self.weigh(whole) <= self.most_bytes,
        )

    def _judge(self, answer: dict[str, Any], door: Door) -> None:
        said = answer.get(self.code_field)
        code = said if isinstance(said, int) and not isinstance(said, bool) else -1
        if code == 0:
            return
        words = quoted(f"{said} {answer.get(self.words_field, '')}", door)
        if code in self.pauses:
            raise Blocked(words, self.pauses[code])
        if code in self.refusals:
            hint = str(self.refusals[code])
            raise Never(_("%(words)s。%(hint)s") % {"words": words, "hint": hint})
        raise Later(words)


def _keyword(letters: Sequence[Letter]) -> str:
    door = letters[0].door
    return door.keyword if door else ""
