"""The form of a key's text, read backwards (pure).

The text may be anything that somebody put into the key, so it is never gone over twice: a list
ends where it first can, a number gives back only a digit that the form has behind it.
"""

import re

FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
SHARES = ("percent", "remaining", "fraction")
LISTS = ("users", "machines")
LONGEST = 100_000
"""Characters of a key that are looked at; no list of names is as long."""


def fields_in(template: str, text: str) -> dict[str, str] | None:
    """What stands in each field of a text that the template can have written, else None."""
    if len(text) > LONGEST:
        return None
    found = _backwards(template.strip()).fullmatch(text.strip())
    return found.groupdict() if found else None


def _backwards(template: str) -> re.Pattern[str]:
    parts, at, before = [], 0, set[str]()
    for found in FIELD.finditer(template):
        name = found[1]
        if name not in (*SHARES, *LISTS):
            continue
        parts.append(re.escape(template[at : found.start()]))
        after = template[found.end() :][:1]
        inside = _members_before(after) if name in LISTS else _amount_before(after)
        parts.append(f"(?P={name})" if name in before else f"(?P<{name}>{inside})")
        at = found.end()
        before.add(name)
    return re.compile("".join([*parts, re.escape(template[at:])]))


def _amount_before(after: str) -> str:
    return r"[.\d]{1,12}" + ("" if after and after in ".0123456789" else "+")


def _members_before(after: str) -> str:
    return rf"[^\"\\\x00-\x1f{re.escape(after)}]*+"
