"""Figures with a bound: 错误率: < 0.1%, 支持1000+ QPS, 数据一致性: 100%."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plans.reading.blocks import Content
from plans.reading.cells import Cells
from plans.reading.context import Reading, Scene
from plans.reading.entries import Entry, entries, labelled
from plans.reading.registry import recogniser, shape
from plans.reading.rows import RowBuilder
from plans.reading.text import clean, is_blank
from plans.reading.told import tell

_WORDS = {
    "<=": "<=|≤|⩽|≦|不超过|不高于|不大于|至多|小于等于|以内|以下",
    ">=": ">=|≥|⩾|≧|不低于|不少于|不小于|至少|大于等于|达到|支持|以上",
    "!=": "!=|≠|不等于",
    "<": "<|＜|小于|低于|少于",
    ">": ">|＞|大于|高于|超过|多于",
    "=": "==?|＝|等于|为",
}
_NUMBER = r"(?<![\d,])\d[\d,]{0,20}(?:\.\d{1,12})?"
_UNIT = r"(?:%|％|‰|[a-zA-Zµ]{1,20}(?:/[a-zA-Z]{1,20})?|毫秒|秒|分钟|小时|天|次/?秒?|个|条|笔|台|人|元|万|亿|倍)"
_OPERATOR = "|".join(f"(?P<o{index}>{words})" for index, words in enumerate(_WORDS.values()))
_BOUND = re.compile(
    rf"(?:{_OPERATOR})\s*(?P<n>{_NUMBER})(?P<plus>\+)?\s*(?P<unit>{_UNIT})?", re.IGNORECASE
)
_AFTER = re.compile(
    rf"(?P<n>{_NUMBER})\s*(?P<unit>{_UNIT}?)\s*(?P<word>\+|以内|以下|以上)\s*(?P<more>{_UNIT})?",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^(?P<n>{_NUMBER})\s*(?P<unit>{_UNIT})?$")


@dataclass(frozen=True, slots=True)
class Bound:
    """`operator threshold unit`, and the words before it."""

    operator: str
    threshold: str
    unit: str
    before: str


def read_bound(text: str) -> Bound | None:
    """The bound that a sentence ends in; a number alone is an equality."""
    if match := _BOUND.search(text):
        operator = next(sign for index, sign in enumerate(_WORDS) if match[f"o{index}"])
        return _bound(operator, match, match["unit"], text)
    if match := _AFTER.search(text):
        operator = "<=" if match["word"] in ("以内", "以下") else ">="
        return _bound(operator, match, match["unit"] or match["more"], text)
    if match := _ALONE.match(text.strip()):
        return _bound("=", match, match["unit"], text)
    return None


@recogniser("metrics", order=70)
def read_metrics(block: Content, scene: Scene) -> Reading | None:
    """A list below a heading of figures, most of whose items hold a bound."""
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    if not found or not scene.is_named(strength=1, depth=1):
        return None
    parts = [part for entry in found for part in _apart(entry)]
    rows = [_row(part, scene) for part in parts]
    bounded = [row for row in rows if row and row.told("threshold")]
    if len(bounded) * 2 <= len(parts):
        return None
    left = [part.source for part, row in zip(parts, rows, strict=True) if not row]
    return Reading.of("metrics", [row for row in rows if row], "\n".join(left))


def _apart(entry: Entry) -> list[Entry]:
    """错误率<0.5%，RT<200ms are two, each with the whole line as its source."""
    texts = [text.strip() for text in re.split(r"[，,；;、]", entry.text) if text.strip()]
    bounds = [read_bound(text) for text in texts]
    if len(texts) < 2 or entry.below or not all(bound and bound.before for bound in bounds):
        return [entry]
    return [replace(entry, text=text) for text in texts]


@shape("metrics")
def shape_metric(cells: Cells, scene: Scene) -> Iterable[Cells]:
    """A threshold like `< 200ms` is an operator, a number and a unit."""
    source = clean(cells.text("threshold"))
    bound = read_bound(source)
    if not bound or bound.before or (cells.text("operator").strip() and bound.operator != "="):
        return [cells]
    operator = cells.text("operator").strip() or bound.operator
    kept = {**cells.raw, "threshold": cells.text("threshold")}
    texts = {**cells.texts, "operator": operator, "threshold": bound.threshold}
    if not cells.text("unit").strip():
        texts["unit"] = bound.unit
    return [Cells(texts, cells.extra, kept if source != bound.threshold else cells.raw)]


def _row(entry: Entry, scene: Scene) -> RowBuilder | None:
    """Name and bound of one item; an item without a bound is a figure without a threshold."""
    label, value = labelled(entry.text) or ("", entry.text)
    bound = read_bound(value)
    name = label or (bound.before if bound else "")
    if not name or entry.below:
        return None
    row = scene.builder().put("name", name)
    if bound:
        row.put("operator", bound.operator).put("threshold", bound.threshold).put(
            "unit", bound.unit
        )
    row.raw["name"] = entry.verbatim
    return tell(row, scene)


def _bound(operator: str, match: re.Match[str], unit: str | None, text: str) -> Bound:
    before = text[: match.start()].strip(" :：,，±")
    return Bound(operator, match["n"].replace(",", ""), (unit or "").replace("％", "%"), before)
