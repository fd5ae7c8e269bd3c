"""Cell text → value, more patient than the grid: what people write in documents."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import override

from plans.reading.durations import length_of, minutes_of
from plans.reading.numerals import SIGNS, read_numeral
from plans.reading.text import clean, is_blank, unlink
from plans.tables.cells import Cell
from plans.tables.words import said

NOTHING = frozenset(said("无 n/a na none null nil 暂无 没有 不涉及 无依赖 不依赖 无需 否"))
_LINKED = frozenset(("line", "names", "choice", "whole", "number", "flag"))


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value; `raw` is the source text when reading changed it, `problem` why it could not be read."""

    json: Any
    raw: str | None = None
    problem: str = ""


def says_nothing(text: str) -> bool:
    """无, N/A, 不涉及 … and rules: written to say that there is nothing."""
    plain = clean(text).casefold().strip(" 。.;；,，-–—/_()（）")
    return not plain or plain in NOTHING


def read_value(cell: Cell, source: str, zone: ZoneInfo | None = None) -> Value:
    """The value of a source cell; text that cannot be read leaves the value empty and is kept raw."""
    text = _plain(cell, source)
    try:
        value = _parse(cell, text, zone)
    except ValueError as problem:
        return Value(cell.to_json(cell.empty), source, str(problem))
    json = cell.to_json(value)
    return Value(json, None if _says(json, source) else source)


def _plain(cell: Cell, source: str) -> str:
    text = clean(source)
    if cell.kind in _LINKED and (cell.is_code or cell.is_people or cell.kind != "line"):
        text = unlink(text)
    if cell.kind == "line" and cell.is_people:
        text = text.lstrip("@＠")
    if cell.kind == "flag":
        text = text.replace("\ufe0f", "")
    return text.replace("\n", " ") if cell.kind == "line" else text


def _parse(cell: Cell, text: str, zone: ZoneInfo | None) -> Any:
    if is_blank(text) and not _is_sign(cell, text):
        return cell.empty
    if (minutes := _minutes(cell, text)) is not None:
        return minutes
    try:
        return cell.parse("" if _is_nothing(cell, text) else text, zone)
    except ValueError:
        patient = _PATIENT.get(cell.kind)
        if patient is None:
            raise
        value = patient(cell, text, zone)
        if value is None:
            raise
        return value


def _minutes(cell: Cell, text: str) -> int | None:
    """A field that counts minutes understands 1小时 too."""
    counts = cell.kind == "whole" and str(cell.name).endswith("minutes")
    return minutes_of(text) if counts else None


def _is_sign(cell: Cell, text: str) -> bool:
    """Marks like √ and < and … say something although they hold no letter; rules do not."""
    return cell.kind in ("flag", "choice", "line", "prose") and bool(text.strip(" -–—/_"))


def _is_nothing(cell: Cell, text: str) -> bool:
    return (
        cell.kind not in ("line", "prose", "flag", "choice") and text.strip().casefold() in NOTHING
    )


def _says(json: Any, source: str) -> bool:
    """Whether the value alone shows every sign of the source."""
    if isinstance(json, str):
        return json == source.strip()
    if isinstance(json, bool) or json is None:
        return not source.strip()
    if isinstance(json, list):
        return source.strip() == "、".join(map(str, json))
    return str(json) == source.strip()


def _patient_choice(cell: Cell, text: str, zone: ZoneInfo | None) -> str | None:
    """The one option whose word stands in the text: 高风险 is 高."""
    folded = text.casefold()
    found = {
        value for code, _name in settings.LANGUAGES for value in _options_in(cell, folded, code)
    }
    return found.pop() if len(found) == 1 else None


def _options_in(cell: Cell, folded: str, language: str) -> set[str]:
    """The options whose word of this language stands in the text."""
    with override(language):
        return {
            value
            for value, label in cell.options
            if value.casefold() in folded
            or re.search(rf"(?<![a-z]){re.escape(str(label).casefold())}(?![a-z])", folded)
        }


def _patient_whole(cell: Cell, text: str, zone: ZoneInfo | None) -> int | None:
    """第2批, 第三阶段, P0 → 2, 3, 0; 10台 → 10."""
    if numbers := re.findall(r"\d+", text):
        return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) < 9 else None
    numerals = re.findall(f"[{SIGNS}]+", text)
    return read_numeral(numerals[0]) if len(numerals) == 1 else None


def _patient_number(cell: Cell, text: str, zone: ZoneInfo | None) -> Any:
    """10%流量 → 10; 全量 → 100."""
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    if len(numbers) == 1:
        return cell.parse(numbers[0])
    return cell.parse("100") if re.search("全量|全部|全网", text) and not numbers else None


def _patient_span(cell: Cell, text: str, zone: ZoneInfo | None) -> Any:
    found = length_of(text)
    return found.value if found else None


def _patient_flag(cell: Cell, text: str, zone: ZoneInfo | None) -> bool | None:
    """已完成（6/18） and 不涉及资金 begin with the answer."""
    head = re.split(r"[\s,，、(（:：;；。]", text.strip(), maxsplit=1)[0]
    if head == text.strip():
        return None
    try:
        return cell.parse(head)
    except ValueError:
        return None


_PATIENT: dict[str, Callable[[Cell, str, ZoneInfo | None], Any]] = {
    "choice": _patient_choice,
    "whole": _patient_whole,
    "number": _patient_number,
    "span": _patient_span,
    "flag": _patient_flag,
}
