"""Creating plans and changing their own fields."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid, Stale
from ground.journal import record
from ground.policies import authorize
from ground.texts import is_keepable
from ground.words import in_row
from plans import events
from plans.actions.amendments import after_content_change, require_reason
from plans.actions.cataloguing import catalogue
from plans.actions.indexing import index_parts
from plans.actions.locking import lock
from plans.actions.new_rows import create_rows
from plans.document import NOTES, PLAN, plan_json
from plans.grants import derive_grants
from plans.models import Note, NumberSeries, Plan
from plans.tables.cells import Cell
from plans.tables.parsing import read_cell
from plans.tables.registry import sections


@transaction.atomic
def create_plan(*, by: Any, title: str = "", draft: Any = None, **fields: Any) -> Plan:
    """A new draft owned by `by`; with `draft` (an import) also its rows and notes.

    `draft` has `plan` {field: JSON}, `sections` {key: [row]}, `notes` [{heading, text}]
    and optionally `source`. Import may set progress once, here.
    """
    authorize(by, "plan.create")
    given = {**_known(getattr(draft, "plan", {})), "title": title, **fields}
    given["title"] = (
        given["title"] or getattr(draft, "plan", {}).get("title") or _("未命名的发布计划")
    )
    source = str(getattr(draft, "source", ""))[:255]
    plan = make_plan(given, by=by, number=next_number(), source_name=source)
    if draft is not None:
        fill(plan, draft.sections, draft.notes, by=by)
        record(events.IMPORTED, chain=plan.chain, by=by, data={"source": plan.source_name or "…"})
    derive_grants(plan)
    return plan


def make_plan(given: Mapping[str, Any], *, by: Any, number: str, **more: Any) -> Plan:
    """A plan without rows, for actions that have authorised already."""
    values = _parsed(given, _zone_of(given))
    plan = Plan(number=number, owner=by, created_by=by, **values, **more)
    plan.full_clean(exclude=["owner", "created_by"])
    plan.save(force_insert=True)
    record(events.CREATED, chain=plan.chain, by=by, data={"title": plan.title, **_flat(plan)})
    index_parts(plan, [PLAN])
    return plan


def fill(
    plan: Plan,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    notes: Sequence[Mapping[str, Any]],
    *,
    by: Any,
) -> None:
    """Rows and notes of a plan that was just made."""
    for part in sections():
        rows = tables.get(part.key) or []
        if rows:
            create_rows(plan, part, by=by, rows=rows, progress=True)
    catalogue(plan, [key for key, rows in tables.items() if rows])
    if not all(is_keepable(text) for note in notes for text in (note["text"], *note["heading"])):
        raise Invalid(_("正文里有不可见的空字符，请删掉。"), fields={"notes": [_("有空字符。")]})
    Note.objects.bulk_create(
        Note(plan=plan, heading=list(note["heading"]), text=note["text"], rank=rank, changed_by=by)
        for rank, note in enumerate(notes, start=1)
    )
    index_parts(plan, [*tables, NOTES])


@transaction.atomic
def change_plan(
    plan: Plan, *, by: Any, version: int, values: Mapping[str, Any], reason: str = ""
) -> Plan:
    """Change the plan's own fields; Stale with the current ones when `version` is old."""
    plan = lock(plan)
    authorize(by, "plan.edit", plan)
    if plan.version_lock != version:
        raise Stale(
            _("计划信息刚被别人改过，请刷新后再保存。"),
            extra={"current": plan_json(plan, plan.zone)},
        )
    if write_plan(plan, by=by, values=values, reason=reason):
        after_content_change(plan, [PLAN], by=by, reason=reason)
    return plan


def write_plan(plan: Plan, *, by: Any, values: Mapping[str, Any], reason: str) -> bool:
    """`change_plan` in a locked plan, whether anything differs; what follows is the caller's."""
    authorize(by, "plan.edit", plan)
    require_reason(plan, reason)
    return write_fields(plan, values, by=by, reason=reason)


def write_fields(plan: Plan, values: Mapping[str, Any], *, by: Any, reason: str) -> bool:
    """Parse, save and record what differs in a locked plan; whether anything did.

    For actions that have authorised.
    """
    before, given = plan_json(plan), _parsed(values, plan.zone)
    parsed = {name: value for name, value in given.items() if getattr(plan, name) != value}
    if not parsed:
        return False
    for name, value in parsed.items():
        setattr(plan, name, value)
    _ends_after_start(plan)
    plan.version_lock += 1
    plan.save(update_fields=[*parsed, "version_lock", "changed_at"])
    labels = in_row(_label(name) for name in parsed)
    record(
        events.CHANGED, chain=plan.chain, by=by, reason=reason,
        data={"fields": labels, "before": {name: before.get(name) for name in parsed},
              "after": {name: plan_json(plan).get(name) for name in parsed}},
    )  # fmt: skip
    return True


def next_number() -> str:
    """RP-YYYY-NNNN, counted per year, never reused."""
    year = now().astimezone(ZoneInfo(settings.TIME_ZONE)).year
    series, _made = NumberSeries.objects.select_for_update().get_or_create(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"RP-{year}-{series.last:04d}"


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of a draft's plan fields the plan keeps."""
    known = {name: values[name] for name in Plan.EDITABLE if values.get(name) not in (None, "")}
    if values.get("owner") and "owner_text" not in known:
        known["owner_text"] = values["owner"]
    return known


def _parsed(given: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Typed values of JSON plan fields; Invalid with a sentence per field."""
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, raw in given.items():
        if name not in Plan.EDITABLE:
            errors[name] = [_("没有这个字段，或它不能直接修改。")]
            continue
        cell = Plan._meta.get_field(name)
        if isinstance(cell, Cell):
            read_cell(cell, raw, zone, values, errors)
        elif _is_zone(raw):
            values[name] = raw
        else:
            errors[name] = [_("没有“%(zone)s”这个时区，例如 Asia/Shanghai。") % {"zone": raw}]
    if not errors and "title" in values and not values["title"]:
        errors["title"] = [_("请填标题。")]
    if errors:
        raise Invalid(_("计划信息没有通过检查。"), fields=errors)
    return values


def _zone_of(given: Mapping[str, Any]) -> ZoneInfo:
    """In which the other fields are read; a zone that does not exist is refused as a field."""
    said = given.get("timezone")
    return ZoneInfo(str(said) if _is_zone(said) else settings.TIME_ZONE)


def _is_zone(said: Any) -> bool:
    return isinstance(said, str) and said in available_timezones()


def _label(name: str) -> str:
    field: Any = Plan._meta.get_field(name)
    return str(field.verbose_name)


def _ends_after_start(plan: Plan) -> None:
    if plan.window_start and plan.window_end and plan.window_end <= plan.window_start:
        raise Invalid(_("窗口结束要晚于开始。"), fields={"window_end": [_("窗口结束要晚于开始。")]})


def _flat(plan: Plan) -> dict[str, Any]:
    return {name: value for name, value in plan_json(plan).items() if name != "title"}
