"""Which ramps of a plan are under way, asked once per plan object."""

from typing import Any


def begun_runs(plan: Any) -> list[Any]:
    """The runs that have begun and are not off, with ramp and stage."""
    known = plan.__dict__.get("_begun_runs")
    if known is None:
        runs = plan.runs.exclude(state__in=("ready", "off")).select_related("ramp", "stage")
        known = plan.__dict__["_begun_runs"] = list(runs)
    return list(known)
