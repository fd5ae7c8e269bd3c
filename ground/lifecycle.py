"""States move by compare-and-set: whoever comes second gets a 409 with the reason."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ground.errors import WrongState


def move(
    row: models.Model,
    *,
    frm: str | Collection[str],
    to: str,
    field: str = "status",
    **updates: Any,
) -> None:
    """Move `row.field` from one of `frm` to `to`, writing `updates` with it.

    Raises WrongState when the row in the database is in no state of `frm`.
    """
    sources = [frm] if isinstance(frm, str) else list(frm)
    changed = (
        type(row)
        ._default_manager.filter(pk=row.pk, **{f"{field}__in": sources})
        .update(**{field: to}, **updates)
    )
    if not changed:
        row.refresh_from_db(fields=[field])
        raise WrongState(
            _("现在是“%(state)s”，不能这样做；可能有人刚刚先操作了，请刷新查看。")
            % {"state": state_label(row, field)}
        )
    for name, value in {field: to, **updates}.items():
        setattr(row, name, value)


def state_label(row: models.Model, field: str) -> str:
    """The state in words when the field has choices, else as stored."""
    display = getattr(row, f"get_{field}_display", None)
    return str(display() if display else getattr(row, field))
