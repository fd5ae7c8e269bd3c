"""One value of a JSON text (pure), by its JSON Pointer; the text around it is not touched."""

import json
import re
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from gray.drivers.base import DriverError

_BLANK = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?|true|false|null", re.ASCII)
_DECODER = json.JSONDecoder()


class Found(NamedTuple):
    """A value, and from where to where it stands."""

    value: Any
    begin: int
    end: int


def text_at(content: str, pointer: str) -> str | None:
    """A string as it is, anything else as it is written; None when nothing is there."""
    found = _find(content, pointer)
    if found is None:
        return None
    return found.value if isinstance(found.value, str) else content[found.begin : found.end]


def replaced(content: str, pointer: str, text: str) -> str:
    """A number or a truth stays one where it was one; anything else is a string."""
    found = _find(content, pointer)
    if found is None:
        raise DriverError(
            _("这个 JSON 里没有 %(pointer)s，请先在 Nacos 里加上它。") % {"pointer": pointer}
        )
    if isinstance(found.value, dict | list):
        raise DriverError(
            _("%(pointer)s 是一整段 JSON，不是一个值，请写到值为止。") % {"pointer": pointer}
        )
    is_literal = not isinstance(found.value, str) and _LITERAL.fullmatch(text)
    written = text if is_literal else json.dumps(text, ensure_ascii=False)
    return f"{content[: found.begin]}{written}{content[found.end :]}"


def _find(content: str, pointer: str) -> Found | None:
    try:
        found: Found | None = _value(content, 0)
        if found and _blank(content, found.end) != len(content):
            raise ValueError
        for part in pointer.split("/")[1:]:
            found = _inside(content, found, part.replace("~1", "/").replace("~0", "~"))
    except (ValueError, IndexError, RecursionError):
        raise DriverError(_("这个配置的内容不是 JSON，“配置键”里 # 后面不能写路径。")) from None
    return found


def _inside(content: str, outer: Found | None, name: str) -> Found | None:
    if outer is None or not isinstance(outer.value, dict | list):
        return None
    members = _members(content, outer)
    if isinstance(outer.value, list):
        return dict(enumerate(members.values())).get(int(name)) if name.isdecimal() else None
    return members.get(name)


def _members(content: str, outer: Found) -> dict[Any, Found]:
    """The direct members by name or by place; of two with one name the last counts."""
    found: dict[Any, Found] = {}
    at = _blank(content, outer.begin + 1)
    while content[at] not in "]}":
        name: Any = len(found)
        if isinstance(outer.value, dict):
            name, _begin, at = _value(content, at)
            at = _blank(content, at) + 1
        found[name] = _value(content, at)
        at = _blank(content, found[name].end)
        if content[at] == ",":
            at = _blank(content, at + 1)
    return found


def _value(content: str, at: int) -> Found:
    begin = _blank(content, at)
    value, end = _DECODER.raw_decode(content, begin)
    return Found(value, begin, end)


def _blank(content: str, at: int) -> int:
    blank = _BLANK.match(content, at)
    return blank.end() if blank else at
