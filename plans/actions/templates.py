"""Templates: content that new plans start from, owned and edited like a plan, never released."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid, WrongState
from ground.journal import record
from ground.policies import authorize
from people.models import User
from plans import events, shelf, states
from plans.actions.copying import told_of
from plans.actions.locking import lock
from plans.actions.plans import fill, make_plan
from plans.contribute import announce
from plans.document import load
from plans.grants import derive_grants
from plans.history.carrying import Carrying, fields_of, notes_of
from plans.models import NumberSeries, Plan

SERIES = 0
"""The year of the number series that templates count in."""


@transaction.atomic
def create_template(*, by: Any, title: str, kind: str = "") -> Plan:
    """An empty template."""
    authorize(by, "template.create")
    return _make({"title": title, **({"kind": kind} if kind else {})}, by=by)


@transaction.atomic
def save_as_template(source: Plan, *, by: Any, title: str = "", has_people: bool = False) -> Plan:
    """The content of a plan (or of another template) as a new template.

    Nothing of its past travels; without `has_people` the roles stay and the names go.
    """
    authorize(by, "plan.view", source)
    authorize(by, "template.create")
    document = load(source)
    given = {**fields_of(document), "title": title.strip() or source.title}
    given.pop("version", None)
    made = _make(given, by=by)
    made.copied_from = source
    made.save(update_fields=["copied_from"])
    fill(made, Carrying(has_people=has_people).tables(document), notes_of(document), by=by)
    record(events.COPIED, chain=made.chain, by=by, data=told_of(source))
    derive_grants(made)
    announce("copied", source, made, by)
    return made


@transaction.atomic
def retire(template: Plan, *, by: Any, reason: str) -> Plan:
    """No new plan starts from it; those that did keep its gates."""
    template = _own(template, by)
    if template.finished_at:
        raise WrongState(_("模板已经停用。"))
    if not reason.strip():
        raise Invalid(_("请写明原因。"), fields={"reason": [_("请写明原因。")]})
    return _set(template, now(), events.RETIRED, by=by, reason=reason)


@transaction.atomic
def reinstate(template: Plan, *, by: Any, reason: str = "") -> Plan:
    """A retired template is offered again."""
    template = _own(template, by)
    if not template.finished_at:
        raise WrongState(_("模板正在使用，不用启用。"))
    return _set(template, None, events.REINSTATED, by=by, reason=reason)


@transaction.atomic
def stock_shelf(*, by: Any) -> list[Plan]:
    """Put the templates that ship with the product where there are none; twice changes nothing.

    They belong to the first administrator, or to `by` where there is none yet.
    """
    authorize(by, "template.create")
    _series()  # whoever comes second waits here and finds them
    owner = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first() or by
    return [_stock(name, owner) for name in shelf.NAMES]


def _stock(name: str, owner: Any) -> Plan:
    source = shelf.source_of(name)
    if found := Plan.objects.filter(source_name=source, status=states.TEMPLATE).first():
        return found
    given = shelf.read(name)
    made = _make(given["plan"], by=owner, source_name=source)
    fill(made, given["sections"], given["notes"], by=owner)
    return made


def _make(given: Mapping[str, Any], *, by: Any, source_name: str = "") -> Plan:
    made = make_plan(
        given, by=by, number=next_template_number(), status=states.TEMPLATE,
        source_name=source_name,
    )  # fmt: skip
    derive_grants(made)
    return made


def next_template_number() -> str:
    """TPL-NNNN, never reused."""
    series = _series()
    series.last += 1
    series.save(update_fields=["last"])
    return f"TPL-{series.last:04d}"


def _series() -> NumberSeries:
    """The numbers of templates, locked until the transaction ends."""
    series, _made = NumberSeries.objects.select_for_update().get_or_create(year=SERIES)
    return series


def _own(template: Plan, by: Any) -> Plan:
    template = lock(template)
    if not template.is_template:
        raise WrongState(_("%(number)s 不是模板。") % {"number": template.number})
    authorize(by, "template.edit", template)
    return template


def _set(template: Plan, moment: Any, kind: Any, *, by: Any, reason: str) -> Plan:
    template.finished_at = moment
    template.save(update_fields=["finished_at", "changed_at"])
    record(kind, chain=template.chain, by=by, reason=reason)
    return template
