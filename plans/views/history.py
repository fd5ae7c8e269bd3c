"""Revisions, what differs between two of them, and the log."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ground.journal import head_of as chain_head
from ground.journal import verify
from ground.models import Event
from ground.numbers import whole
from plans.actions import seal
from plans.changes import compare
from plans.document import Document, load
from plans.heads import head_of
from plans.lookup import find_plan, find_revision
from plans.models import Plan
from plans.showing import shown_changes
from plans.telling import cells_of

EVENTS = 100


@require_GET
@login_required
def history(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    events = Event.objects.filter(chain=plan.chain).order_by("-position")
    page = Paginator(events, EVENTS).get_page(request.GET.get("page"))
    return render(
        request,
        "plans/history.html",
        {
            "plan": plan,
            "head": head_of(plan, request.user),
            "revisions": plan.revisions.select_related("created_by").defer("snapshot"),
            "page": page,
            "events": [(event, cells_of(event, plan.zone)) for event in page],
        },
    )


@require_GET
@login_required
def chain(request: HttpRequest, number: str) -> HttpResponse:
    """The badge: every hash of the log is computed anew."""
    plan = find_plan(request.user, number)
    context = {"broken": verify(plan.chain), "chain_head": chain_head(plan.chain)}
    return render(request, "plans/parts/chain.html", context)


@require_GET
@login_required
def diff(request: HttpRequest, number: str) -> HttpResponse:
    """From revision `from` to revision `to`; without `to` to the plan as it stands."""
    plan = find_plan(request.user, number)
    before, after = request.GET.get("from", ""), request.GET.get("to", "")
    changes = compare(_document(plan, before), _document(plan, after))
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
        },
    )


@require_POST
@login_required
def seal_now(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    revision = seal(plan, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("已封存第 %(n)s 版") % {"n": revision.number})
    return redirect("plans:history", number)


def _document(plan: Plan, number: str) -> Any:
    wanted = whole(number)
    if wanted is None:
        return load(plan)
    return Document.from_json(find_revision(plan, wanted).snapshot)
