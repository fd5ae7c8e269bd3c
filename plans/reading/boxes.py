"""Check boxes in front of a text, in all their shapes."""

import re

_DONE = "☑✅✔✓🗹☒"
_OPEN = "☐⬜□▢◻🔲"
_BOX = re.compile(
    rf"^\s*(?:\[(?P<mark>[ xX✓√*-]?)\]|(?P<sign>[{_DONE}{_OPEN}]\ufe0f?))(?=\s|\W|[^\x00-\x7f]|$)\s*"
)


def unbox(text: str) -> tuple[str, bool | None]:
    """The text without its box, and whether it is ticked; None without a box."""
    match = _BOX.match(text)
    if not match or text[match.end() :].startswith("("):
        return text.strip(), None
    sign = match["sign"]
    done = sign[0] in _DONE if sign else bool(match["mark"].strip(" -"))
    return text[match.end() :].strip(), done
