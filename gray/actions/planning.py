"""A new ramp in one go: its row, and the default stages if it brings none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from ground.errors import Invalid
from plans.actions.rows import add_rows, save_row
from plans.models import Plan


def default_stages() -> list[dict[str, Any]]:
    """固定用户 → 1 → 10 → 50 → 100, a day each."""
    first: dict[str, Any] = {"audience": _("固定用户"), "hold": "P1D"}
    return [first, *({"percent": share, "hold": "P1D"} for share in (1, 10, 50, 100))]


@transaction.atomic
def create_ramp(
    plan: Plan,
    *,
    by: Any,
    values: Mapping[str, Any],
    stages: Sequence[Mapping[str, Any]] | None = None,
    reason: str = "",
) -> Ramp:
    """Add a ramp and its stages: the default ones when `stages` is None, and when it is
    empty those of the plan that wait for a ramp.

    Raises Denied, Invalid with the fields of the row or of `stages`.
    """
    name = str(values.get("name") or values.get("flag") or "").strip()
    if not name:
        raise Invalid(_("灰度要有名称。"), fields={"name": [_("请填写灰度名称。")]})
    [ramp] = add_rows(plan, "ramps", by=by, rows=[{**values, "name": name}], reason=reason)
    given = default_stages() if stages is None else stages
    rows = [{"position": at, **row, "ramp": name} for at, row in enumerate(given, start=1)]
    if rows:
        add_rows(plan, "stages", by=by, rows=rows, reason=reason)
    for stage in Stage.objects.filter(plan=plan, ramp="") if stages == [] else ():
        save_row(stage, by=by, version=stage.row_version, values={"ramp": name}, reason=reason)
    assert isinstance(ramp, Ramp)  # noqa: S101 - for the type checker
    return ramp
