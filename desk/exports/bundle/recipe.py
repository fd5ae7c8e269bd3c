"""What a digest covers, as data: the script in the bundle knows no section of ours."""

from typing import Any

from approvals.rules.filters import FILTERS
from plans.document import PLAN_FIELDS
from plans.tables.registry import sections


def recipe() -> dict[str, Any]:
    """The plan's fields, the content of every section, and the filters of covers."""
    return {
        "plan_fields": PLAN_FIELDS,
        "sections": {
            part.key: {
                "label": str(part.label),
                "ordered": part.ordered,
                "content": [str(cell.name) for cell in part.content],
            }
            for part in sections()
        },
        "filters": {
            name: {"field": one.field, "values": one.values} for name, one in FILTERS.items()
        },
    }
