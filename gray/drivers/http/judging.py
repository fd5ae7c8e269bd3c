"""When an answer counts as success, and what share a read-back shows (pure)."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from gray.bucket import EVERYBODY, share_of
from gray.connecting import Setup
from gray.drivers.asking import Reply, plain, without
from gray.drivers.base import DriverError, Shown
from gray.drivers.http.ladder import Ladder
from gray.drivers.http.pointing import Nowhere, as_text, at
from gray.formats import seen

_RANGE = re.compile(r"\s*([1-5]\d\d)\s*(?:-\s*([1-5]\d\d)\s*)?")


def accepts(written: str, status: int) -> bool:
    """Is a status among those of a text such as “200-299, 404”?"""
    return any(low <= status <= high for low, high in _ranges(written or "200-299"))


def no_statuses(written: str) -> str:
    """What is wrong with such a text, in a sentence."""
    try:
        _ranges(written)
    except ValueError:
        return _("状态码写成 200-299 或 200, 204 的样子。")
    return ""


def _ranges(written: str) -> list[tuple[int, int]]:
    found = [_RANGE.fullmatch(part) for part in written.replace("，", ",").split(",")]
    if not all(found):
        raise ValueError(written)
    return [(int(one[1]), int(one[2] or one[1])) for one in found if one]


def refuse_unless_done(reply: Reply, setup: Setup) -> None:
    """HTTP 200 is no success where the body says otherwise. Raises DriverError."""
    pointer, wanted = setup["ok_pointer"], setup["ok_value"]
    if not pointer:
        return
    try:
        said = as_text(at(reply.json(), pointer))
    except Nowhere:
        said = _("（没有这一项）")
    if said != wanted:
        raise DriverError(
            _("%(host)s 没有做成：回答里 %(pointer)s 是“%(said)s”，应为“%(wanted)s”。")
            % {
                "host": reply.host, "pointer": pointer, "wanted": wanted,
                "said": plain(without([setup["secret"]], said)),
            }
        )  # fmt: skip


def shown_in(reply: Reply, setup: Setup) -> Shown:
    """What the read-back says. Raises DriverError when the value is not there."""
    pointer = setup["read_pointer"]
    found: Any = reply.json() if pointer or setup["read_form"] == "weight" else _whole(reply)
    try:
        value = at(found, pointer)
        rest = at(found, setup["rest_pointer"]) if setup["read_form"] == "weight" else None
    except Nowhere as error:
        if setup["missing"]:
            return Shown(_percent(setup["missing"]), setup["missing"])
        raise DriverError(
            _("%(host)s 的回答里没有 %(pointer)s，请核对读回的地址和指针。")
            % {"host": reply.host, "pointer": error}
        ) from None
    text = seen(without([setup["secret"]], as_text(value)))
    return Shown(_share(value, rest, setup), text)


def _whole(reply: Reply) -> str:
    """The body itself; a page of HTML is none of the answers that are meant."""
    text = reply.text.strip()
    if text.startswith("<"):
        raise DriverError(_("%(host)s 的回答是网页，请核对读回的地址。") % {"host": reply.host})
    return text


def _share(value: Any, rest: Any, setup: Setup) -> int | None:
    match setup["read_form"]:
        case "fraction":
            return _percent(value, of=Decimal(100))
        case "weight":
            return _weighed(value, rest)
        case "word":
            return Ladder.read(setup["steps"]).share(as_text(value))
    return _percent(value)


def _percent(value: Any, of: Decimal = Decimal(1)) -> int | None:
    number = _decimal(value)
    percent = None if number is None else number * of
    return share_of(percent) if percent is not None and 0 <= percent <= 100 else None


def _weighed(value: Any, rest: Any) -> int | None:
    """The part that one weight is of both; two weights of nothing are no share."""
    ours, theirs = _decimal(value), _decimal(rest)
    if ours is None or theirs is None or min(ours, theirs) < 0 or not ours + theirs:
        return None
    return share_of(ours * EVERYBODY / (ours + theirs) / 100)


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip().rstrip("%").strip()
    try:
        number = Decimal(text) if len(text) < 40 and text.isascii() else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
