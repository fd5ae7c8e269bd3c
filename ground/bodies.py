"""JSON bodies: of bounded size and depth, and of text that every database keeps."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from ground.texts import is_keepable

MOST_BYTES = 8 * 1024 * 1024
DEEPEST = 20


class TooLong(APIException):
    """More than a client of ours would ever send: 413."""

    status_code = 413
    default_code = "too-long"
    default_detail = _("请求内容太长了，请分几次发送。")


class PlainJSON(BaseParser):
    """Raises TooLong, or ParseError with the sentence that says what is wrong."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLong
        try:
            found = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise ParseError(_("请求内容不是 UTF-8 编码的 JSON。")) from None
        _refuse_odd(found)
        return found


def _refuse_constant(word: str) -> Any:
    """NaN and Infinity are no JSON."""
    raise ValueError(word)


def _refuse_odd(value: Any) -> None:
    """Level by level, so that depth costs no stack."""
    level = [value]
    for _depth in range(DEEPEST):
        if any(isinstance(one, str) and not is_keepable(one) for one in level):
            raise ParseError(_("文字里有空字符或不完整的字符，请去掉再发送。"))
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return
    raise ParseError(_("JSON 嵌套超过 %(most)s 层。") % {"most": DEEPEST})


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []
