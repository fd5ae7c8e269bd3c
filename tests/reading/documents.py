"""The golden documents, and how their expected JSON is written again.

`DJANGO_SETTINGS_MODULE=tests.settings python -m tests.reading.documents` rewrites every
expected file; read the difference before it is committed. An empty JSON file beside a
new document makes it golden.
"""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plans.reading.draft import ImportDraft
from plans.reading.reader import read_document

HERE = Path(__file__).parent.parent / "documents"
SHANGHAI = ZoneInfo("Asia/Shanghai")
SOURCES = sorted(
    path for path in HERE.iterdir() if path.suffix != ".json" and path.with_suffix(".json").exists()
)
SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))


def read(path: Path) -> ImportDraft:
    return read_document(path.read_bytes(), SHANGHAI, path.name)


def read_words(text: str, name: str = "plan.md") -> ImportDraft:
    return read_document(text.encode(), SHANGHAI, name)


def told(draft: ImportDraft) -> dict[str, Any]:
    """The draft without what every row has empty, so that a golden file can be read."""
    whole = draft.as_json()
    whole["sections"] = {
        key: [{name: value for name, value in row.items() if _says(value)} for row in rows]
        for key, rows in whole["sections"].items()
    }
    return whole


def rows(draft: ImportDraft, key: str, *fields: str) -> list[Any]:
    """The named fields of a section's rows; a single field without a tuple around it."""
    found = [tuple(row[field] for field in fields) for row in draft.sections.get(key, [])]
    return [row[0] for row in found] if len(fields) == 1 else found


def _says(value: Any) -> bool:
    return value not in (None, "", [], {}, "pending")


def rewrite() -> None:
    for path in SOURCES:
        text = json.dumps(told(read(path)), ensure_ascii=False, indent=1)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    import django

    django.setup()
    rewrite()
