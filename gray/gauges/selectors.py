"""What a PromQL query stands on: its selectors, and the placeholders of a ramp in it (pure)."""

import re
from collections.abc import Mapping

MOST = 4
"""Selectors of one query whose age is asked."""

_TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)"""
_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_BRACES = rf"\{{(?:[^{{}}\"'`]|{_TEXT})*\}}"
_TOKEN = re.compile(rf"{_TEXT}|(?P<selector>(?:{_NAME})?\s?{_BRACES}|{_NAME}(?=\s?\[))")
_WHOLE = re.compile(rf"\s*{_NAME}\s*")
_RANGE = re.compile(r"\[\s*((?:\d+(?:ms|[smhdwy]))+)")
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_SECONDS = {
    "ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "y": 31_536_000,
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


def selectors(query: str) -> list[str]:
    """The series that a query reads, as far as they can be told from its text."""
    if _WHOLE.fullmatch(query):
        return [query.strip()]
    found = [match["selector"] for match in _TOKEN.finditer(query) if match["selector"]]
    return list(dict.fromkeys(found))


def freshness(query: str) -> str:
    """The query for the moment of the newest data behind `query`; empty when unknown."""
    parts = [f"timestamp({one})" for one in selectors(query)[:MOST]]
    return f"max({' or '.join(parts)})" if parts else ""


def reach(query: str) -> float:
    """How many seconds back a query looks: its longest range."""
    found = (
        sum(int(count) * _SECONDS[unit] for count, unit in _PART.findall(text))
        for text in _RANGE.findall(query)
    )
    return max(found, default=0.0)


def fill(query: str, values: Mapping[str, str]) -> str:
    """The query with every {{placeholder}} as the text of a label. Raises KeyError."""
    return _PLACEHOLDER.sub(lambda match: _escaped(values[match[1]]), query)


def placeholders(query: str) -> list[str]:
    """The names in {{double braces}}."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(query)))


def _escaped(text: str) -> str:
    """Inside quotes of either kind."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'")
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("`", "\\x60")
