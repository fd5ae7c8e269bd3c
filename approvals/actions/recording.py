"""Writing down what a gate asks for: minutes, reports, numbers of open bugs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import events
from approvals.actions.settling import settle_plan
from approvals.lookup import find_gate
from approvals.models import Gate
from approvals.reading import look
from approvals.rules.readings import READING
from approvals.rules.shape import Blank
from ground.clock import now
from ground.errors import Invalid, Stale, WrongState
from ground.journal import record
from ground.numbers import whole
from ground.policies import authorize
from ground.words import in_row
from plans.actions import lock

LONGEST = 50_000
LONGEST_READING = 50
HIGHEST = 1_000_000


@transaction.atomic
def write_record(gate: Gate, *, by: Any, version: int, values: Mapping[str, Any]) -> Gate:
    """Fill blanks of the gate's record; Stale when `version` is old.

    A record is progress: it voids nothing, unless a bounded number gets worse than a
    signature witnessed.
    """
    plan = lock(gate.plan)
    authorize(by, "plan.view", plan)
    scene = look(plan, now())
    found = find_gate(plan, gate.pk)
    authorize(by, "gate.record", (scene, scene.gate(found.pk)))
    if plan.is_finished:
        raise WrongState(_("计划已经结束，关口记录不能再改。"))
    if found.record_version != version:
        raise Stale(
            _("关口记录刚被别人改过，请对照后再保存。"),
            extra={"current": {"record": found.record, "record_version": found.record_version}},
        )
    blanks = scene.gate(found.pk).blanks
    written = read_record(blanks, values)
    found.record = {**found.record, **written}
    found.record_version += 1
    found.save(update_fields=["record", "record_version"])
    _log(plan, found, blanks, written, by=by)
    settle_plan(plan, by=by, document=scene.document)
    return found


def read_record(asked: Iterable[Blank], values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values of the blanks that are named; Invalid with a sentence each."""
    blanks = {blank.key: blank for blank in asked}
    written: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for key, value in values.items():
        try:
            written[key] = _read(blanks[key], value)
        except KeyError:
            errors[key] = [_("这个关口没有这一项。")]
        except ValueError as error:
            errors[key] = [str(error)]
    if errors:
        raise Invalid(_("关口记录没有通过检查。"), fields=errors)
    return written


def _read(blank: Blank, value: Any) -> Any:
    if blank.kind == "whole":
        return _whole(value)
    text = str(value or "").replace("\r\n", "\n").strip()
    if blank.kind == READING and len(text) > LONGEST_READING:
        raise ValueError(_("实测值最多 50 个字。"))
    if len(text) > LONGEST or "\x00" in text:
        raise ValueError(_("最多五万字。"))
    return text


def _whole(value: Any) -> int | None:
    if value in (None, ""):
        return None
    number = None if isinstance(value, bool | list | dict) else whole(str(value))
    if number is None:
        raise ValueError(_("请填 0 或正整数。"))
    if number > HIGHEST:
        raise ValueError(_("数字太大了。"))
    return number


def _log(
    plan: Any, gate: Gate, blanks: Iterable[Blank], written: Mapping[str, Any], *, by: Any
) -> None:
    labels = {blank.key: blank.title for blank in blanks}
    record(
        events.RECORDED,
        chain=plan.chain,
        by=by,
        subject=f"gate:{gate.pk}",
        data={
            "gate": gate.title,
            "fields": in_row(labels[key] for key in written),
            "values": dict(written),
        },
    )
