"""Texts with blanks, {{percent}} and others, filled so that each stays what it is (pure).

In an address a word is encoded and can never lead elsewhere, in a header it stays on its line,
in JSON a number stays a number and a text stays a text.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from gray.bucket import EVERYBODY, percent_of
from gray.drivers.addresses import segment
from gray.drivers.base import DriverError, Exposure, Place

Value = int | float | str | tuple[str, ...]
AMOUNTS = ("percent", "percent_string", "fraction", "remaining", "hundredths", "step")
"""The blanks that tell how much, one of which has to stand somewhere."""
WORDS = ("flag", "env", "key", "application", "namespace")
"""The blanks that tell which switch."""
NAMES = frozenset({
    *AMOUNTS, *WORDS, "remaining_hundredths", "step_index", "plan_id", "idempotency_key", "users",
    "machines", "secret",
})  # fmt: skip
_BLANK = re.compile(r"\{\{\s*(.*?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Blanks:
    """What stands in each blank of one request."""

    values: Mapping[str, Value] = field(repr=False)

    def in_address(self, template: str) -> str:
        return _BLANK.sub(lambda one: segment(_text(self._value(one[1]))), template)

    def in_header(self, template: str) -> str:
        text = _BLANK.sub(lambda one: _text(self._value(one[1])), template)
        if not text.isprintable():
            raise DriverError(_("请求头里会出现换行，发不出去，请改灰度里的名称。"))
        return text

    def in_body(self, template: str, content_type: str) -> str:
        """Raises DriverError when a value would make another text of it."""
        if "json" in content_type:
            return self._json(template)
        if "form" in content_type:
            return _BLANK.sub(lambda one: quote_plus(_text(self._value(one[1]))), template)
        if "xml" in content_type:
            return _BLANK.sub(lambda one: escape(self._line(one[1]), {'"': "&quot;"}), template)
        return _BLANK.sub(lambda one: self._line(one[1]), template)

    def _json(self, template: str) -> str:
        parts, at, is_inside = list[str](), 0, False
        for found in _BLANK.finditer(template):
            before = template[at : found.start()]
            is_inside = _is_inside(before, is_inside)
            value = self._value(found[1])
            whole = json.dumps(_text(value) if is_inside else value, ensure_ascii=False)
            parts += [before, whole[1:-1] if is_inside else whole]
            at = found.end()
        text = "".join([*parts, template[at:]])
        try:
            json.loads(text)
        except ValueError:
            raise DriverError(_("填好的请求体不是 JSON，请在连接里改正。")) from None
        return text

    def _line(self, name: str) -> str:
        text = _text(self._value(name))
        if not text.isprintable() or set(text) & set("\"'{}[]#"):
            raise DriverError(
                _("“%(name)s”的值里有引号、括号或换行，写进请求体会走样，请改名。") % {"name": name}
            )
        return text

    def _value(self, name: str) -> Value:
        if name not in self.values:
            raise DriverError(_("模板里有不认识的 {{%(name)s}}，请在连接里改正。") % {"name": name})
        return self.values[name]


def blanks_of(place: Place, exposure: Exposure, secret: str, step: str = "") -> Blanks:
    """`step` is the word that the target has for this share."""
    share = exposure.share if exposure.enabled else 0
    return Blanks({
        "percent": _number(share),
        "percent_string": str(percent_of(share)),
        "remaining": _number(EVERYBODY - share),
        "fraction": share / EVERYBODY,
        "hundredths": share,
        "remaining_hundredths": EVERYBODY - share,
        "step": step,
        "step_index": exposure.step,
        "flag": place.flag,
        "env": place.environment,
        "key": place.key,
        "application": place.application,
        "namespace": place.namespace,
        "plan_id": place.plan,
        "idempotency_key": exposure.token,
        "users": exposure.users,
        "machines": exposure.machines,
        "secret": secret,
    })  # fmt: skip


def names_in(*templates: str) -> set[str]:
    """Every blank that stands in these texts."""
    return {name for template in templates for name in _BLANK.findall(template)}


def unknown_in(text: str) -> str:
    """What is wrong with the blanks of a template, in a sentence; empty when nothing is."""
    strange = sorted(names_in(text) - NAMES)
    if not strange:
        return ""
    return _("不认识 {{%(name)s}}，可用的是：%(known)s。") % {
        "name": strange[0], "known": ", ".join(sorted(NAMES)),
    }  # fmt: skip


def _number(share: int) -> int | float:
    percent = percent_of(share)
    return int(percent) if share % 100 == 0 else float(percent)


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value) if not isinstance(value, float) else f"{value:.6f}".rstrip("0").rstrip(".")


def _is_inside(text: str, is_inside: bool) -> bool:
    """Does a JSON string stand open at the end of this piece?"""
    is_escaped = False
    for character in text:
        if is_escaped:
            is_escaped = False
        elif is_inside and character == "\\":
            is_escaped = True
        elif character == '"':
            is_inside = not is_inside
    return is_inside
