"""The table of recognised rows in docs/import.md, and how it is written again.

`python -m tests.reading.table` rewrites it between its marks: a line for each sample, and for each
of the real documents that stay outside the repository, where they are at hand.
"""

import os
import re
from functools import cache
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from plans.reading.text import words  # noqa: E402 settings first
from tests.reading.documents import SEEDS, SOURCES, read  # noqa: E402 settings first
from tests.reading.visible import visible_words  # noqa: E402 settings first

PAGE = Path(__file__).parents[2] / "docs" / "import.md"
FIRST, LAST = "<!-- rows:begin -->", "<!-- rows:end -->"
HEAD = "| document | rows | of which | notes | words kept |\n|---|--:|---|--:|--:|"


@cache
def line(path: Path) -> str:
    """One document: its name, its rows, in which sections, its notes, its words."""
    draft = read(path)
    counts = {key: len(found) for key, found in draft.sections.items()}
    told = str(draft.as_json())
    seen = visible_words(path) if path in SOURCES else words(path.read_text(encoding="utf-8"))
    kept = sum(word in told for word in seen)
    share = f"{100 * kept // len(seen)} % of {len(seen)}"
    of_which = ", ".join(f"{key} {n}" for key, n in counts.items()) or "—"
    name = path.name if path in SOURCES else f"seed {path.name[:3]}"
    return f"| {name} | {sum(counts.values())} | {of_which} | {len(draft.notes)} | {share} |"


def samples() -> list[str]:
    return [line(path) for path in SOURCES]


def seeds(page: str) -> list[str]:
    """The lines of the real documents; those of the page where they are not at hand."""
    if SEEDS:
        return [line(path) for path in SEEDS]
    return re.findall(r"^\| seed .*$", page, re.MULTILINE)


def written(page: str) -> str:
    """The page with its table made anew."""
    before, _mark, rest = page.partition(FIRST)
    _old, _mark, after = rest.partition(LAST)
    lines = [HEAD, *samples(), *seeds(page)]
    return f"{before}{FIRST}\n{chr(10).join(lines)}\n{LAST}{after}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
