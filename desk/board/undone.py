"""What goes back after the applications: keys, switches and statements, each as it is to be set."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from desk.board.facts import Facts

TONES = {"done": "ok", "failed": "bad", "skipped": ""}


@dataclass(frozen=True)
class Undoing:
    """One row: where it is, the text to set or to run, and how far its way forth came.

    `is_missing` when nobody wrote how it goes back.
    """

    kind: str
    where: str
    text: str
    label: str = ""
    tone: str = ""
    is_missing: bool = False


def undoings(facts: Facts, *, is_out: bool) -> list[Undoing]:
    """Whatever was set or executed, in reverse; where anything is out, switches come first."""
    switches = _switches(facts) if is_out else ()
    return [*switches, *_configs(facts), *_statements(facts)]


def _switches(facts: Facts) -> Iterator[Undoing]:
    for row in facts.rows("switches"):
        yield Undoing(_("开关"), _place(row), f"{row.key} = {row.value}", is_missing=not row.value)


def _configs(facts: Facts) -> Iterator[Undoing]:
    for row in reversed(facts.rows("configs")):
        if row.state in ("done", "failed"):
            text = f"{row.key} = {row.old_value}" if row.old_value else row.key
            yield Undoing(_("配置"), _place(row), text, *_state(row), not row.old_value)


def _statements(facts: Facts) -> Iterator[Undoing]:
    for row in reversed(facts.rows("sql_changes")):
        if row.state in ("done", "failed"):
            text = row.rollback or row.statement
            yield Undoing("SQL", row.database, text, *_state(row), not row.rollback)


def _place(row: Any) -> str:
    parts = (row.application, getattr(row, "environment", ""), row.namespace)
    return " / ".join(part for part in parts if part)


def _state(row: Any) -> tuple[str, str]:
    return row.get_state_display(), TONES.get(row.state, "")
