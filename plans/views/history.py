"""Revisions, what differs between two of them, and the log."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ground.errors import Hidden
from ground.journal import head_of as chain_head
from ground.journal import verify
from ground.models import Event
from ground.pace import slow_down
from plans.actions import restore_rows, seal
from plans.events import ROWS_DELETED
from plans.heads import head_of
from plans.history.changes import compare
from plans.history.logs import GROUPS, Filter, people_of, row_turns, sections_of
from plans.history.showing import shown_changes
from plans.history.telling import cells_of
from plans.history.versions import CURRENT, find_version
from plans.lookup import find_plan, find_section
from plans.models import Plan
from plans.states import AMENDABLE
from plans.tables.registry import has_section, section

EVENTS = 50
MOST_DELETED = 20
"""Of a large deletion the log offers so many rows one by one."""


@require_GET
@login_required
def history(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    asked = Filter.of(request.GET.dict())
    page = Paginator(asked.events(plan), EVENTS).get_page(request.GET.get("page"))
    return render(
        request,
        "plans/history.html",
        {
            "plan": plan,
            "head": head_of(plan, request.user),
            "revisions": plan.revisions.select_related("created_by").defer("snapshot"),
            "page": page,
            "events": [
                (event, cells_of(event, plan.zone), _deleted(plan, event)) for event in page
            ],
            "asked": asked,
            "people": people_of(plan),
            "groups": [(name, label) for name, (label, _starts) in GROUPS.items()],
            "parts": sections_of(plan),
            "wants_reason": plan.status in AMENDABLE,
        },
    )


@require_GET
@login_required
def row_history(request: HttpRequest, number: str, key: str, pk: int) -> HttpResponse:
    """Who changed which cell of one row, and when: a fragment for the drawer."""
    plan, part = find_plan(request.user, number), find_section(key)
    row = part.rows(plan).filter(pk=pk).first()
    turns = row_turns(plan, part, pk)
    if row is None and not turns:
        raise Hidden(_("没有这一行，可能已被删除。"))
    context = {"plan": plan, "section": part, "row": row, "turns": turns}
    return render(request, "plans/parts/row_history.html", context)


@require_GET
@login_required
def chain(request: HttpRequest, number: str) -> HttpResponse:
    """The badge: every hash of the log is computed anew."""
    slow_down("compare", request)
    plan = find_plan(request.user, number)
    context = {"broken": verify(plan.chain), "chain_head": chain_head(plan.chain)}
    return render(request, "plans/parts/chain.html", context)


@require_GET
@login_required
def diff(request: HttpRequest, number: str) -> HttpResponse:
    """From revision `from` to revision `to`; without them, the plan as it stands."""
    slow_down("compare", request)
    plan = find_plan(request.user, number)
    before = request.GET.get("from") or CURRENT
    after = request.GET.get("to") or CURRENT
    changes = compare(find_version(plan, before), find_version(plan, after))
    return render(
        request,
        "plans/diff.html",
        {
            "plan": plan,
            "head": head_of(plan, request.user),
            "changes": shown_changes(changes, plan.zone),
            "before": before,
            "after": after,
            "revisions": plan.revisions.defer("snapshot"),
            "may_restore": before != CURRENT and after == CURRENT,
        },
    )


@require_POST
@login_required
def seal_now(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    revision = seal(plan, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("已封存第 %(n)s 版") % {"n": revision.number})
    return redirect("plans:history", number)


@require_POST
@login_required
def undelete(request: HttpRequest, number: str, key: str, pk: int) -> HttpResponse:
    """A deleted row comes back as the log tells it."""
    plan, part = find_plan(request.user, number), find_section(key)
    if not any(turn.kind == "removed" for turn in row_turns(plan, part, pk)):
        raise Hidden(_("历史里没有删除过这一行，不能恢复。"))
    [row] = restore_rows(
        plan, key, by=request.user, ids=[pk], reason=request.POST.get("reason", "")
    )
    messages.success(request, _("已恢复：%(row)s") % {"row": row})
    return redirect("plans:history", number)


def _deleted(plan: Plan, event: Event) -> list[tuple[int, str]]:
    """(id, title) of rows that this event deleted and that are still gone."""
    if event.kind != ROWS_DELETED.key or not has_section(event.subject):
        return []
    part: Any = section(event.subject)
    rows = (event.data.get("rows") or [])[:MOST_DELETED]
    there = set(
        part.rows(plan).filter(pk__in=[row["id"] for row in rows]).values_list("pk", flat=True)
    )
    return [(row["id"], part.title_of(row)) for row in rows if row["id"] not in there]
