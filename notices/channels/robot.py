"""What all robots have in common: a door of their own, and an answer to be read."""

import json
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from django.utils.translation import gettext as _

from ground.destinations import Forbidden, NoAnswer
from ground.outside import Answer, send
from notices.channels.base import Channel, Door, Later, Letter, Never, Send, Unreachable, channels

MOST_WORDS = 300
LEAST_SECRET = 8
"""Shorter parts of an address may be any word."""


class RobotChannel(Channel):
    """Speaks to robots. `address_hint` shows what their addresses look like."""

    is_one_road = False
    address_hint: ClassVar[Any]
    secret_hint: ClassVar[Any]
    has_secret: ClassVar[bool] = True
    is_secret_needed: ClassVar[bool] = False

    @contextmanager
    def session(self) -> Iterator[Send]:
        yield self.tell

    def tell(self, letter: Letter) -> None:
        """Send one letter to its door."""
        if letter.door is None:
            raise Never(_("机器人已删除，或它的网址读不出来。"))
        self.deliver(letter, letter.door)

    @abstractmethod
    def deliver(self, letter: Letter, door: Door) -> None:
        """Send it; raises Later, Blocked, Never or Unreachable."""

    def envelope(self, letter: Letter) -> Mapping[str, str]:
        return {str(_("类型")): str(self.label), "Message-ID": letter.message_id}


def robot_channels() -> list[RobotChannel]:
    """Every kind of robot, in the order of their names."""
    return [channel for channel in channels() if isinstance(channel, RobotChannel)]


def post_json(url: str, content: bytes, headers: Mapping[str, str] | None = None) -> Answer:
    """One POST of JSON. Raises Never where nothing may be sent, Unreachable without answer."""
    said = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    try:
        return send("POST", url, headers=said, body=content)
    except Forbidden as error:
        raise Never(str(error)) from error
    except NoAnswer as error:
        raise Unreachable(str(error)) from error


def written(content: Mapping[str, Any]) -> bytes:
    """Compact JSON in UTF-8, which is what limits count."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def read(answer: Answer) -> dict[str, Any]:
    """The JSON object that came back. Raises Later or Never when it is none."""
    try:
        found = json.loads(answer.body)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    words = _("对方回答 HTTP %(status)s，不是预期的 JSON。") % {"status": answer.status}
    if 300 <= answer.status < 500 and answer.status not in (408, 429):
        raise Never(words)
    raise Later(words)


def quoted(words: object, door: Door) -> str:
    """What the other side said, as far as anybody wants to read it, without our own secrets."""
    text = str(words)
    for secret in _secrets(door):
        text = text.replace(secret, "…")
    return text[:MOST_WORDS]


def _secrets(door: Door) -> list[str]:
    """The longest first: the address, its parts that are no words of the vendor's, the secret."""
    parts = urlsplit(door.address)
    values = [value for _name, value in parse_qsl(parts.query)]
    found = {door.address, door.secret, parts.query, *values, parts.path.rpartition("/")[2]}
    return sorted((one for one in found if len(one) >= LEAST_SECRET), key=len, reverse=True)
