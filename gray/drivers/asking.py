"""Questions to an outside system, and what goes wrong with them, as sentences for people.

No sentence repeats more of an address than its host, and none repeats a secret, even when the
other side sends it back.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.connecting import Option, Setup
from gray.drivers.base import DriverError
from ground.destinations import NoAnswer, Outside, Place
from ground.outside import send, trusting
from ground.texts import is_keepable

SECONDS = 5.0


def _no_pem(text: str) -> str:
    try:
        trusting(text)
    except NoAnswer as error:
        return str(error)
    return ""


def _no_seconds(text: str) -> str:
    is_fine = text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= 60
    return "" if is_fine else _("请写 1 到 60 的整数。")


CA = Option(
    "ca",
    gettext_lazy("CA 证书"),
    gettext_lazy("对方用公司内部的 CA 时，把它的证书（PEM）贴在这里；留空就信系统信任的。"),
    required=False,
    lines=True,
    check=_no_pem,
)
TIMEOUT = Option(
    "timeout",
    gettext_lazy("超时（秒）"),
    gettext_lazy("每个请求最多等多久，1 到 60。"),
    required=False,
    default="5",
    check=_no_seconds,
)
MOST = 200
"""Characters of the other side's own words that a sentence repeats."""
JSON = "application/json;charset=UTF-8"


class Refused(DriverError):
    """It answered, and not with a success: HTTP's status, its own words, and all it sent."""

    def __init__(self, sentence: str, status: int, said: str = "", body: bytes = b"") -> None:
        super().__init__(sentence)
        self.status, self.said, self.body = status, said, body


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back with a status of 2xx; `host` is only for sentences."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    host: str = ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """What the body says; None when it is empty. Raises DriverError when it is no JSON."""
        if not self.body.strip():
            return None
        try:
            found = json.loads(self.body, parse_constant=_refuse_constant)
            if rb"\ud" in self.body.lower():  # half a surrogate pair could be sent nowhere
                json.dumps(found, ensure_ascii=False).encode()
            return found
        except (ValueError, RecursionError):
            raise DriverError(
                _("%(host)s 的回答不是 JSON，连接里的地址多半写成了网页的地址。")
                % {"host": self.host}
            ) from None


def ask(
    method: str,
    url: str | Place,
    *,
    headers: Mapping[str, str] | None = None,
    body: Any = None,
    seconds: float = SECONDS,
    secrets: Iterable[str] = (),
    ca: str = "",
) -> Reply:
    """One request. Bytes are sent as they are, anything else but None as JSON.

    secrets  texts that must not show up in a sentence
    ca       the authorities to trust, as PEM; none are the system's
    Raises Refused for every status but 2xx, DriverError when nothing usable came back.
    """
    headers = dict(headers or {})
    _check(headers)
    if body is not None and not isinstance(body, bytes):
        headers.setdefault("Content-Type", JSON)
        body = json.dumps(body, ensure_ascii=False).encode()
    try:
        answer = send(method, url, headers=headers, body=body, seconds=seconds, ca=ca)
    except Outside as error:
        raise DriverError(_ended(without(secrets, str(error)))) from None
    host = url.host if isinstance(url, Place) else urlsplit(url).hostname or ""
    if 200 <= answer.status < 300:
        return Reply(answer.status, answer.headers, answer.body, host)
    said = words_in(answer.body, secrets)
    raise Refused(sentence_for(host, answer.status, said), answer.status, said, answer.body)


def sentence_for(host: str, status: int, said: str = "") -> str:
    """What a status means, and what to do about it."""
    return with_words(_meaning(status) % {"host": host, "status": status}, said)


def with_words(sentence: str, said: str) -> str:
    """The sentence, and behind it the other side's own words if there are any."""
    return sentence + (_("（对方说：%(said)s）") % {"said": said} if said else "")


def seconds_in(setup: Setup) -> float:
    """How long one request may take, as the connection says."""
    text = setup[TIMEOUT.name]
    return float(min(60, max(1, int(text)))) if text.isdecimal() and text.isascii() else SECONDS


def _meaning(status: int) -> str:
    if 300 <= status < 400:
        return _(
            "%(host)s 要转到别的地址（HTTP %(status)d），转向不会跟随，请在连接里写最终的地址。"
        )
    known = {
        401: _("%(host)s 不认连接里的令牌（HTTP 401），请管理员在“设置 · 连接”里换成有效的。"),
        403: _("%(host)s 不许这个令牌做这件事（HTTP 403），请在那边给它授权。"),
        404: _("%(host)s 上没有要找的东西（HTTP 404），请核对应用、命名空间和地址。"),
        429: _("%(host)s 说请求太频繁（HTTP 429），稍后会自动再试。"),
    }
    if status >= 500:
        return _("%(host)s 自己出错了（HTTP %(status)d），稍后会自动再试；一直这样请看它的日志。")
    return known.get(status) or _("%(host)s 没有接受这个请求（HTTP %(status)d）。")


def _ended(sentence: str) -> str:
    """With a full stop, so that another sentence may follow."""
    return sentence if sentence.endswith("。") else f"{sentence}。"


def _check(headers: Mapping[str, str]) -> None:
    """A value that no header can hold would be repeated by the library's own complaint."""
    for name, value in headers.items():
        if not value.isprintable() or not value.isascii():
            raise DriverError(
                _("请求头 %(name)s 里有换行或中文，发不出去，请在连接里改正。") % {"name": name}
            )


def words_in(body: bytes, secrets: Iterable[str] = ()) -> str:
    """The reason that an answer gives: a field of its JSON; a page of HTML gives none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    for name in ("message", "msg", "error", "detail", "errorDetails"):
        if isinstance(found.get(name), str) and found[name].strip():
            return plain(without(secrets, found[name]))
    return ""


def plain(text: str) -> str:
    """On one line, short, and nothing in it that a database or a page would stumble over."""
    line = "".join(one if one.isprintable() else " " for one in text[: 4 * MOST])
    line = " ".join(line.split())
    line = line if len(line) <= MOST else f"{line[:MOST]}…"
    return line if is_keepable(line) else ""


def without(secrets: Iterable[str], text: str) -> str:
    """The text with every secret blotted out, the longest first, also as addresses write it."""
    words = {
        form
        for secret in secrets
        if secret
        for form in (secret, quote(secret, safe=""), quote_plus(secret))
    }
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "***")
    return text


def _refuse_constant(word: str) -> Any:
    """NaN and Infinity are no JSON."""
    raise ValueError(word)
