"""A ramp as JSON."""

from datetime import datetime
from typing import Any

from gray.bucket import percent_of
from gray.lines import StageLine
from gray.readouts import shape as metric_shape
from gray.rehearsal import Forecast
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.sheets import Sheet
from gray.view import Gate


def shape(sheet: Sheet) -> dict[str, Any]:
    """The row's own columns, how far it is, why, its stages, and the last moves."""
    run, view, decision = sheet.run, sheet.view, sheet.decision
    return {
        **Ramp.section.to_json(sheet.ramp, sheet.ramp.plan.zone),
        "revision": run.version,
        "state": run.state,
        "state_label": run.label,
        "percent": number(run.share),
        "actual_percent": number(view.actual) if view.actual is not None else None,
        "users": run.users,
        "machines_in": run.machines,
        "stage": view.index + 1 if view.index >= 0 else None,
        "since": iso(run.since),
        "why": {"code": decision.why.code, "sentence": sheet.why, "also": sheet.also},
        "due": iso(decision.due),
        "drift_since": iso(run.drift_since),
        "error": run.error,
        "stages": [_stage(sheet, line) for line in sheet.lines],
        "metrics": [metric_shape(one) for one in sheet.metrics.lines],
        "metrics_note": sheet.metrics.note,
        "moves": [_move(move) for move in sheet.history],
    }


def _stage(sheet: Sheet, line: StageLine) -> dict[str, Any]:
    at = line.number - 1
    step, coming = sheet.view.steps[at], _forecast(sheet, at)
    return {
        **Stage.section.to_json(line.stage),
        "effective_percent": number(step.share),
        "gate": step.gate.value,
        "gate_note": step.gate_note if step.gate is not Gate.FREE else "",
        "state_label": line.label,
        "amount": line.amount,
        "waits_for": line.waits,
        "is_current": line.is_current,
        "reached_at": iso(line.reached),
        "earliest_at": iso(coming.at) if coming else None,
    }


def _forecast(sheet: Sheet, at: int) -> Forecast | None:
    return next((one for one in sheet.forecast if one.index == at), None)


def _move(move: Any) -> dict[str, Any]:
    return {
        "at": iso(move.at), "cause": move.cause, "command": move.command, "by": move.who,
        "reason": move.reason, "from_percent": number(move.from_share),
        "to_percent": number(move.to_share), "stage": move.title,
    }  # fmt: skip


def number(share: int) -> int | float:
    """A share as a JSON number of percent."""
    percent = percent_of(share)
    return int(percent) if share % 100 == 0 else float(percent)


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
