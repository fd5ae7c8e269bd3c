"""Metrics at a gate: what is read off, by a machine or by the signer, against its threshold (pure)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from approvals.rules.shape import Blank, Rule
from ground.verdict import ALLOWED, Verdict, denied
from ground.words import in_row
from plans.bands import Bound, bound_of
from plans.document import Document

CONDITION = "metrics_passing"
WATCHED = ("目标", "门禁")
READING = "reading"
"""The kind of a blank that takes what somebody read off."""
PREFIX = "metric-"

Row = Mapping[str, Any]


def watched(document: Document) -> list[Row]:
    """The metrics that say whether the release is good; those of a rollback say when it is not."""
    return [row for row in document.rows("metrics") if row.get("purpose") in WATCHED]


def blanks_for(rule: Rule, document: Document, measured: Collection[int]) -> tuple[Blank, ...]:
    """What the signer reads off: each watched metric that no machine measures."""
    if CONDITION not in rule.signs:
        return ()
    rows = [row for row in watched(document) if row["id"] not in measured]
    return tuple(Blank(key_of(row), wanted(row), READING) for row in rows)


def key_of(row: Row) -> str:
    return f"{PREFIX}{row['id']}"


def wanted(row: Row) -> str:
    """The metric with its threshold: 错误率 < 0.1 %."""
    parts = (row.get("name"), row.get("operator"), row.get("threshold"), row.get("unit"))
    return " ".join(str(part) for part in parts if part)


def judged(row: Row, text: str) -> Verdict:
    """Does what was read off keep the threshold? One that is no number is the signer's word."""
    target = _target(row)
    if target is None:
        return ALLOWED
    found = bound_of("=", text.strip(), target.text.lstrip("<>= 0123456789.,"))
    words = {"metric": wanted(row), "value": text}
    if found is None or found.unit != target.unit:
        return denied(_("“%(metric)s”的实测值“%(value)s”不是同一单位的数值，请写成数字。") % words)
    if _keeps(str(row.get("operator") or ""), found.value, target.value):
        return ALLOWED
    return denied(_("“%(metric)s”没有达到：实测 %(value)s。") % words)


def by_hand(row: Row, record: Mapping[str, Any]) -> Verdict:
    """The verdict on what the gate's record says; what is not written yet is no refusal."""
    text = str(record.get(key_of(row)) or "")
    return judged(row, text) if text else ALLOWED


def all_read(blanks: Collection[Blank], record: Mapping[str, Any]) -> Verdict:
    """Has everything been read off that a signature states?"""
    left = [one.title for one in blanks if one.kind == READING and not record.get(one.key)]
    if not left:
        return ALLOWED
    return denied(_("还没有写实测值：%(metrics)s。") % {"metrics": in_row(left)})


def witnessed(
    rule: Rule, document: Document, record: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    """(what, does it pass) of every reading that was written down."""
    for row in watched(document) if CONDITION in rule.signs else ():
        if record.get(key_of(row)):
            yield f"record:{key_of(row)}", bool(by_hand(row, record))


def _target(row: Row) -> Bound | None:
    sign = str(row.get("operator") or "")
    sign = "=" if sign == "!=" else sign
    return bound_of(sign, str(row.get("threshold") or ""), str(row.get("unit") or ""))


def _keeps(sign: str, value: float, limit: float) -> bool:
    return {
        "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit,
        "=": value == limit, "!=": value != limit,
    }[sign]  # fmt: skip
