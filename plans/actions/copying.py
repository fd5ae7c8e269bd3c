"""A new plan from a former one or from a template: content travels, the past does not."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import WrongState
from ground.journal import record
from ground.policies import authorize
from plans import events
from plans.actions.plans import create_plan, fill
from plans.contribute import announce
from plans.document import Document, load
from plans.grants import derive_grants
from plans.history.carrying import Carrying, fields_of, notes_of
from plans.models import Plan


@transaction.atomic
def copy_plan(
    source: Plan,
    *,
    by: Any,
    document: Document | None = None,
    title: str = "",
    shifts_versions: bool = False,
    **fields: Any,
) -> Plan:
    """A new draft with the content of `source`, a plan or a template.

    Sign-offs, results, moments and the release window stay behind; `fields` are the new
    plan's own. With `shifts_versions` the version of each application becomes its old one.
    Raises WrongState for a template that is retired.
    """
    authorize(by, "plan.view", source)
    if source.is_template and source.finished_at:
        raise WrongState(_("这个模板已经停用，请换一个模板。"))
    document = document or load(source)
    given = {**fields_of(document), **fields}
    if shifts_versions:
        given["version"] = fields.get("version", "")
    plan = create_plan(by=by, title=title or source.title, **given)
    if source.is_template:
        plan.template, kind = source, events.TEMPLATE_USED
    else:
        plan.template, plan.copied_from, kind = source.template, source, events.COPIED
    plan.save(update_fields=["template", "copied_from"])
    fill(plan, Carrying(shifts_versions).tables(document), notes_of(document), by=by)
    record(kind, chain=plan.chain, by=by, data=told_of(source))
    derive_grants(plan)
    announce("copied", source, plan, by)
    return plan


def told_of(source: Plan) -> dict[str, str]:
    """What the log of a copy says of its source: nothing of one that not everybody may see,
    for a log cannot be hidden later when the copy is opened to all."""
    if source.visibility != "all":
        return {}
    return {"number": source.number, "title": source.title}
