"""The comments of a plan: their page, their card, and one place's thread in the drawer."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comments.actions import (
    add_comment,
    delete_comment,
    edit_comment,
    note_read,
    reopen,
    resolve,
)
from comments.audience import known_readers, out_of_hearing
from comments.lookup import find_comment, find_thread
from comments.models import Thread
from comments.reading import open_counts, summaries, talk_at
from ground.clock import now
from ground.numbers import whole as number_in
from ground.pace import slow_down
from ground.policies import authorize, can
from ground.words import in_row
from plans.grants import grants_of
from plans.heads import head_of
from plans.lookup import find_plan
from plans.models import Plan

IN_THE_CARD = 5
MOST_PEOPLE = 1_000


@require_GET
@never_cache
@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Every thread of the plan; `?thread=` opens one."""
    plan = find_plan(request.user, number)
    wanted = number_in(request.GET.get("thread", ""))
    context = {
        "plan": plan,
        "head": head_of(plan, request.user),
        "summaries": summaries(plan),
        "wanted": wanted,
        "may_comment": can(request.user, "plan.comment", plan),
    }
    return render(request, "comments/page.html", context)


@require_GET
@never_cache
@login_required
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The card beside the plan, with the counts for its rows."""
    plan = find_plan(request.user, number)
    found, counts = summaries(plan, most=IN_THE_CARD), open_counts(plan)
    context = {"plan": plan, "summaries": found, "counts": counts, "total": sum(counts.values())}
    return render(request, "comments/panel.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def talk(request: HttpRequest, number: str, key: str, row: int) -> HttpResponse:
    """One place's thread; posted `text` is said there."""
    plan = find_plan(request.user, number)
    if request.method == "GET":
        return _talk(request, plan, key, row, whole=True)
    slow_down("comment", request)
    text = request.POST.get("text", "")
    add_comment(plan, by=request.user, section=key, row=row, text=text)
    return _changed(_talk(request, plan, key, row, _unheard(text, plan)))


@require_GET
@never_cache
@login_required
def said(request: HttpRequest, number: str, key: str, row: int) -> HttpResponse:
    """What is said there, or 204 when nothing changed since the mark that the page carries."""
    plan = find_plan(request.user, number)
    found = talk_at(plan, key, row, request.user, now())
    if request.GET.get("mark") == found.mark:
        return HttpResponse(status=204)
    return render(request, "comments/said.html", {"plan": plan, "talk": found})


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    plan = find_plan(request.user, number)
    comment = find_comment(plan, pk)
    if request.method == "GET":
        authorize(request.user, "comment.edit", (comment, now()))
        return render(request, "comments/edit.html", {"plan": plan, "comment": comment})
    slow_down("comment", request)
    text = request.POST.get("text", "")
    edit_comment(comment, by=request.user, text=text)
    return _again(request, comment.thread, _unheard(text, plan))


@require_POST
@login_required
def delete(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    comment = find_comment(find_plan(request.user, number), pk)
    delete_comment(comment, by=request.user)
    return _again(request, comment.thread)


@require_POST
@login_required
def resolution(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _again(request, resolve(_thread(request, number, pk), by=request.user))


@require_POST
@login_required
def reopening(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _again(request, reopen(_thread(request, number, pk), by=request.user))


@require_POST
@login_required
def seen(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """This person has read what was said to them."""
    note_read(_thread(request, number, pk), by=request.user)
    return HttpResponse(status=204)


@require_GET
@never_cache
@login_required
def people(request: HttpRequest, number: str) -> HttpResponse:
    """Who can be mentioned: `[[user name, display name, is one of the plan's], …]`, those first."""
    plan = find_plan(request.user, number)
    authorize(request.user, "plan.comment", plan)
    own = {*grants_of(plan), plan.owner_id}
    found = known_readers(plan)[:MOST_PEOPLE]
    listed = [[one.username, one.display_name, one.id in own] for one in found]
    return JsonResponse({"people": listed})


def _thread(request: HttpRequest, number: str, pk: int) -> Thread:
    return find_thread(find_plan(request.user, number), pk)


def _again(request: HttpRequest, thread: Thread, unheard: str = "") -> HttpResponse:
    """What is said in the thread now."""
    here = thread.plan, thread.section, thread.row
    return _changed(_talk(request, *here, unheard))


def _talk(
    request: HttpRequest, plan: Plan, key: str, row: int, unheard: str = "", *, whole: bool = False
) -> HttpResponse:
    """What is said there; `whole` with the box beneath."""
    template = "comments/talk.html" if whole else "comments/said.html"
    found = talk_at(plan, key, row, request.user, now())
    return render(request, template, {"plan": plan, "talk": found, "unheard": unheard})


def _changed(response: HttpResponse) -> HttpResponse:
    """The card and the rows count anew."""
    response.headers["HX-Trigger"] = "comments-changed"
    return response


def _unheard(text: str, plan: Plan) -> Any:
    names = out_of_hearing(text, plan)
    told = _("%(names)s 看不到这个计划，不会收到通知。") % {"names": in_row(names)}
    return told if names else ""
