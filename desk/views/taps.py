"""Taps on the board. GET opens the sheet that asks first, POST acts and answers the fresh board."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from desk.board.facts import Facts
from desk.board.page import board
from desk.board.runbook import ticked_sections
from desk.board.taps import LABELS, find_tap
from desk.board.verbs import find_verb
from gray.actions import roll_back_plan
from ground.clock import now
from ground.errors import Hidden, Invalid
from plans.actions import move_app, pause, record_progress, resume, start, take_back
from plans.lookup import find_release, find_row
from plans.models import Plan

VERBS = {"start": start, "pause": pause, "resume": resume, "rollback": roll_back_plan}


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Move one application."""
    plan = find_release(request.user, number)
    row = find_row(plan, "apps", pk)
    if request.method == "GET":
        return _app_sheet(request, plan, row)
    move_app(
        row,
        by=request.user,
        to=request.POST.get("to", ""),
        reason=request.POST.get("reason", ""),
        build=request.POST.get("build", "")[:500],
        explicit="explicit" in request.POST,
    )
    return _fresh(request, plan)


@login_required
@require_POST
def undo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take the last tap back."""
    plan = find_release(request.user, number)
    take_back(find_row(plan, "apps", pk), by=request.user)
    return _fresh(request, plan)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tick(request: HttpRequest, number: str, key: str, pk: int) -> HttpResponse:
    """Record the progress of one row of a checklist."""
    plan = find_release(request.user, number)
    row = find_row(plan, key, pk)
    if row.section not in ticked_sections():
        raise Hidden(_("看板上没有“%(key)s”这个清单。") % {"key": key})
    if request.method == "GET":
        return _row_sheet(request, plan, row)
    record_progress(row, by=request.user, values=_progress(row, request.POST))
    return _fresh(request, plan)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def verb(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Start, pause, resume, or roll the whole plan back."""
    plan, known = find_release(request.user, number), find_verb(name)
    if known is None:
        raise Hidden(_("没有“%(verb)s”这个操作。") % {"verb": name})
    if request.method == "GET":
        context = board(plan, request.user, now()) if name == "rollback" else {"plan": plan}
        return render(request, "desk/board/verb_sheet.html", {**context, "verb": known})
    VERBS[name](plan, by=request.user, reason=request.POST.get("reason", ""))
    return _fresh(request, plan)


def _app_sheet(request: HttpRequest, plan: Plan, row: Any) -> HttpResponse:
    to = request.GET.get("to", "")
    if to not in LABELS:
        raise Invalid(_("没有“%(state)s”这个状态。") % {"state": to})
    tap = find_tap(Facts(plan, request.user, now()), row, to)
    return render(request, "desk/board/app_sheet.html", {"plan": plan, "app": row, "tap": tap})


def _row_sheet(request: HttpRequest, plan: Plan, row: Any) -> HttpResponse:
    options = row.section.column("state").options if hasattr(row, "state") else []
    context = {"plan": plan, "row": row, "part": row.section, "options": options}
    return render(request, "desk/board/row_sheet.html", context)


def _progress(row: Any, given: Any) -> dict[str, Any]:
    """What a tick writes: its state, the evidence if any was sent, and when it ended."""
    state = given.get("state", "done")
    values: dict[str, Any] = (
        {"state": state} if hasattr(row, "state") else {"done": state == "done"}
    )
    if "evidence" in given:
        values["evidence"] = given["evidence"]
    if hasattr(row, "actual_end"):
        values["actual_end"] = now().isoformat() if state == "done" else None
    return values


def _fresh(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The board as it is now; a browser without scripts is sent to its page."""
    if not request.headers.get("HX-Request"):
        return redirect("desk:board", plan.number)
    plan = find_release(request.user, plan.number)
    answer = render(request, "desk/board/live.html", board(plan, request.user, now()))
    return trigger_client_event(answer, "inbox-changed")
