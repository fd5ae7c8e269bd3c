"""JSON: the whole document as it is, with ids and row versions; the schema is in schema.py."""

import json
from typing import Any

from plans.tables.registry import has_section, section
from plans.writing.formats import Format
from plans.writing.source import Head, NotOurs, Parts, Source

FORMAT, VERSION = "releaseplan", 1


class Json(Format):
    key, label, media = "json", "JSON", "application/json"

    def write(self, source: Source) -> bytes:
        whole = {
            "format": FORMAT,
            "format_version": VERSION,
            "plan": dict(source.plan),
            "sections": {key: list(rows) for key, rows in source.sections.items()},
            "notes": list(source.notes),
        }
        return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()

    def read(self, data: bytes, head: Head) -> Parts:
        whole = _whole(data)
        try:
            return Parts(
                {str(c.name): whole["plan"].get(c.name) for c in head.carried},
                {key: [_row(key, row) for row in rows] for key, rows in _sections(whole)},
                [_note(note) for note in whole["notes"]],
            )
        except (TypeError, KeyError, AttributeError) as error:
            raise NotOurs("not the shape of the schema") from error


def _whole(data: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotOurs("not JSON") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotOurs("another JSON")
    return whole


def _sections(whole: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    unknown = [key for key in whole["sections"] if not has_section(key)]
    if unknown:
        raise NotOurs(f"unknown section {unknown[0]}")
    return [(key, rows) for key, rows in whole["sections"].items() if rows]


def _note(note: dict[str, Any]) -> dict[str, Any]:
    return {"heading": [str(part) for part in note["heading"]], "text": str(note["text"])}


def _row(key: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row without what belongs to the database it came from."""
    known = {str(cell.name) for cell in section(key).columns} | {"extra", "raw"}
    return {name: value for name, value in row.items() if name in known}
