"""The rehearsal of a plan: choose a start, see when everything could come."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from desk.rehearsal import read_start, rehearsal, usual_start
from desk.rehearsal.page import page_of
from ground.clock import now
from ground.errors import Invalid
from plans.heads import head_of
from plans.lookup import find_release
from plans.models import Plan


@require_GET
@never_cache
@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_release(request.user, number)
    start, refused = _start(request.GET.get("start", ""), plan)
    found = rehearsal(plan, start, among=Plan.objects.visible_to(request.user))
    context = {
        **page_of(found),
        "plan": plan,
        "head": head_of(plan, request.user),
        "start": start.astimezone(plan.zone).strftime("%Y-%m-%dT%H:%M"),
        "refused": refused,
    }
    return render(request, "desk/rehearsal.html", context, status=400 if refused else 200)


def _start(text: str, plan: Plan) -> tuple[datetime, str]:
    """What was asked for, else the usual start and what is wrong."""
    usual = usual_start(plan, now())
    if not text.strip():
        return usual, ""
    try:
        return read_start(text, plan), ""
    except Invalid as refusal:
        return usual, refusal.detail
