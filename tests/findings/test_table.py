"""docs/check.md names every rule, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *sorted((ROOT / "plans/findings").glob("*.py")),
    ROOT / "gray/checking.py",
    *(ROOT / f"gray/{name}_check.py" for name in ("dependency", "driver", "foreign", "machine")),
    ROOT / "approvals/checking.py",
    ROOT / "attachments/checking.py",
]
ONE_WORD = {"placeholder", "duplicate", "snapshot"}
RISKS = {"drop", "truncate", "update-all", "delete-all", "lock"}


def in_code() -> set[str]:
    """Codes are the only words with hyphens in quotes, but for a few of one word."""
    words = re.findall(r'"([a-z]+(?:-[a-z]+)*)"', "\n".join(path.read_text() for path in SOURCES))
    found = {word for word in words if "-" in word or word in ONE_WORD} - RISKS
    return found | {f"sql-{risk}" for risk in RISKS}


def in_table() -> set[str]:
    table = (ROOT / "docs/check.md").read_text().partition("## The rules")[2].partition("## SQL")[0]
    cells = [line.split("|")[2] for line in table.splitlines() if line.startswith("|")]
    return set(re.findall(r"`([a-z-]+)`", " ".join(cells)))


def test_the_table_of_rules_is_whole() -> None:
    assert in_table() == in_code()
