"""The templates that ship with the product: content in Chinese, one JSON file each.

They hold the practice of release norms as rows: who signs what is the wing's to know.
"""

import json
from pathlib import Path
from typing import Any

NAMES = ("norm", "urgent")
_HOME = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """{"plan": fields, "sections": {key: rows}, "notes": [{heading, text}]}."""
    found: dict[str, Any] = json.loads((_HOME / f"{name}.json").read_text(encoding="utf-8"))
    return found


def source_of(name: str) -> str:
    """What a template made from it keeps as `source_name`, whatever becomes of its content."""
    return f"shelf:{name}"


def is_from_shelf(source_name: str) -> bool:
    return source_name.startswith("shelf:")
