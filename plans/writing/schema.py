"""The JSON Schema (draft 2020-12) of the exported document, made from the sections themselves."""

from typing import Any

from plans.tables.cells import Cell
from plans.tables.registry import sections
from plans.tables.section import Section
from plans.writing.json import FORMAT, VERSION
from plans.writing.source import Head

_TEXT: dict[str, Any] = {"type": "string"}
_KINDS: dict[str, dict[str, Any]] = {
    "whole": {"type": ["integer", "null"]},
    "number": {"type": ["number", "null"]},
    "flag": {"type": ["boolean", "null"]},
    "names": {"type": "array", "items": _TEXT},
    "days": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 7}},
    "moment": {"type": ["string", "null"], "format": "date-time"},
    "span": {"type": ["string", "null"], "format": "duration"},
    "clock": {"type": ["string", "null"], "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
}
_TEXTS = {"type": "object", "additionalProperties": _TEXT}


def schema(head: Head) -> dict[str, Any]:
    """Labels are in the active language; keys are the contract."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ReleasePlan",
        "type": "object",
        "required": ["format", "format_version", "plan", "sections", "notes"],
        "properties": {
            "format": {"const": FORMAT},
            "format_version": {"const": VERSION},
            "plan": _object({str(cell.name): _cell(cell) for cell in head.cells}),
            "sections": _object({part.key: _section(part) for part in sections()}),
            "notes": {"type": "array", "items": _note()},
        },
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _section(part: Section) -> dict[str, Any]:
    cells = {str(cell.name): _cell(cell) for cell in part.columns}
    counters = {name: {"type": "integer"} for name in ("id", "row_version", "version")}
    row = _object({**counters, **cells, "extra": _TEXTS, "raw": _TEXTS})
    return {"title": str(part.label), "type": "array", "items": row}


def _cell(cell: Cell) -> dict[str, Any]:
    words = [value for value, _label in cell.options]
    kind = {"enum": ["", *words]} if words else _KINDS.get(cell.kind, _TEXT)
    return {"title": cell.label, **kind}


def _note() -> dict[str, Any]:
    path = {"type": "array", "items": _TEXT}
    counters = {name: {"type": "integer"} for name in ("id", "version")}
    return _object({**counters, "heading": path, "text": _TEXT})
