"""Any text as one line of Markdown that shows as it is, and back.

GitHub's Markdown renders the escapes; line breaks become <br>, signs that no text file
keeps become numeric entities.
"""

import re
import unicodedata

_ENTITY = re.compile(r"&(?:#(\d+)|(lt|amp));|<br>|\\([\\*_~\[|#+=-])")
_NAMED = {"lt": "<", "amp": "&"}
_LONE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_RULE = re.compile(r"[-+=#]")


def escape(text: str) -> str:
    """`text` on one line, markup disarmed."""
    plain = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    plain = re.sub(r"([\\*\[|]|(?<=~)~)", r"\\\1", plain).replace("<", "&lt;")
    plain = _LONE_UNDERSCORE.sub(r"\\_", plain)
    if _RULE.match(plain):
        plain = "\\" + plain
    return "".join(map(_sign, plain))


def unescape(line: str) -> str:
    """The text that `escape` was given."""
    return _ENTITY.sub(_meaning, line)


def _sign(sign: str) -> str:
    if sign == "\n":
        return "<br>"
    if sign in "`\ufeff" or unicodedata.category(sign) in ("Cc", "Zl", "Zp"):
        return f"&#{ord(sign)};"
    return sign


def _meaning(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1]))
    if match[2]:
        return _NAMED[match[2]]
    return match[3] or "\n"
