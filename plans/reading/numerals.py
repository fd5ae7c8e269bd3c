"""Chinese numerals up to ninety-nine."""

import re

_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "首": 1}
_FORM = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九首]")
SIGNS = "零〇一二两三四五六七八九十首"


def read_numeral(text: str) -> int | None:
    """七 is 7, 十二 is 12; digits are read too, anything else is None."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not _FORM.fullmatch(text):
        return None
    if "十" not in text:
        return _DIGITS[text]
    tens, _ten, ones = text.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
