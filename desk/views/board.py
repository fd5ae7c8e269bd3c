"""The release-day board, and the fragment of it that stays fresh."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from desk.board.facts import mark_of
from desk.board.page import board
from ground.clock import now
from plans.lookup import find_release


@require_GET
@never_cache
@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_release(request.user, number)
    return render(request, "desk/board.html", board(plan, request.user, now()))


@require_GET
@never_cache
@login_required
def live(request: HttpRequest, number: str) -> HttpResponse:
    """The fragment, or 204 when nothing has changed since the mark that the page carries."""
    plan, moment = find_release(request.user, number), now()
    if request.GET.get("mark") == mark_of(plan, moment):
        return HttpResponse(status=204)
    return render(request, "desk/board/live.html", board(plan, request.user, moment))
