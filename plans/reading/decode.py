"""Bytes → text: by content, whatever the file is called."""

import unicodedata

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from plans.reading.errors import Unreadable
from plans.reading.refused import reason_against

MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 2_000_000
MOST_LINES = 50_000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of a file with line feeds only; Unreadable with a sentence when it is none."""
    refuse_size(data)
    if not data.strip():
        raise Unreadable(_("文件是空的，没有可以导入的内容。"))
    if reason := reason_against(data):
        raise Unreadable(reason)
    text = _tidy(_text_of(data))
    if not text.strip():
        raise Unreadable(_("文件是空的，没有可以导入的内容。"))
    _refuse_length(text)
    return text


def refuse_size(data: bytes) -> None:
    """Unreadable when the file is too big to be looked at."""
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise Unreadable(_("文件超过 %(most)s MB，请拆分后再导入。") % {"most": most})


def _refuse_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        raise Unreadable(
            _("文件超过 %(lines)s 行或 %(characters)s 字，请拆分后再导入。")
            % {"lines": MOST_LINES, "characters": MOST_CHARACTERS}
        )


def _text_of(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    for name in ("utf-8", *_wide(data), "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_prose(text):
            return text
    return _guess(data)


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        raise Unreadable(_("文件的编码标记与内容不符，请另存为 UTF-8 后再试。")) from None


def _wide(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark shows by its zero bytes."""
    sample = data[:4000]
    if sample.count(0) * 8 < len(sample):
        return ()
    return (
        ("utf-16-le", "utf-16-be")
        if sample[1::2].count(0) >= sample[::2].count(0)
        else ("utf-16-be",)
    )


def _guess(data: bytes) -> str:
    best = from_bytes(data).best()
    text = str(best) if best else ""
    if not _is_prose(text):
        raise Unreadable(_("认不出文件的编码，请另存为 UTF-8 后再试。"))
    return text


def _is_prose(text: str) -> bool:
    """Hardly any control or unassigned characters: a wrong encoding is full of them."""
    sample = text[:20_000]
    if sample.count("\x00") * 10 <= len(sample):
        sample = sample.replace("\x00", "")
    odd = sum(
        unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and sign not in "\t\n\r\f"
        for sign in sample
    )
    return bool(sample) and odd * 100 <= len(sample)


def _tidy(text: str) -> str:
    """One kind of line end, no byte order mark, no NUL (databases refuse it)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    for sign in ("\ufeff", "\x00", "\u2028", "\u2029", "\x0b"):
        plain = plain.replace(sign, "" if sign in ("\ufeff", "\x00") else "\n")
    return plain.replace("\u00a0", " ")
