"""An override as REST says it."""

from datetime import datetime
from typing import Any

from plans.models import Override


def override_json(override: Override, now: datetime) -> dict[str, Any]:
    """`until`: when a request, later the override, lapses; `in_force` counts at `now`."""
    is_confirmed = override.state == Override.CONFIRMED
    return {
        "id": override.pk,
        "state": Override.LAPSED if _is_lapsed(override, now) else override.state,
        "reason": override.reason,
        "minutes": override.minutes,
        "asked_by": override.asked_by.username,
        "asked_at": override.asked_at.isoformat(),
        "confirmed_by": override.confirmed_by.username if override.confirmed_by else None,
        "begins_at": override.begins_at.isoformat() if override.begins_at else None,
        "until": override.until.isoformat(),
        "in_force": is_confirmed and now in override.span,
        "closed_at": override.closed_at.isoformat() if override.closed_at else None,
    }


def _is_lapsed(override: Override, now: datetime) -> bool:
    return override.state in Override.LIVE and override.is_over(now)
