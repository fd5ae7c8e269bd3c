"""The strip of an emergency override on every page of a plan, and what people do on it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ground.clock import now
from ground.numbers import whole
from ground.pace import slow_down
from plans.actions import ask_override, confirm_override, end_override, refuse_override
from plans.lookup import find_override, find_release
from plans.models import Override, Plan
from plans.overriding.panel import panel_of

View = Callable[[HttpRequest, str, int], HttpResponse]


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def overrides(request: HttpRequest, number: str) -> HttpResponse:
    """GET is the strip, 204 while it looks as the mark says; POST asks for an override."""
    plan = find_release(request.user, number)
    if request.method == "GET":
        return _strip(request, plan)
    slow_down("override", request)
    ask_override(
        plan, by=request.user, reason=request.POST.get("reason", ""),
        minutes=whole(request.POST.get("minutes", "")) or 0,
    )  # fmt: skip
    return _answer(request, plan)


def _step(act: Callable[[Override, HttpRequest], Override]) -> View:
    """A view that does one thing with the override and answers the fresh strip."""

    @require_POST
    @login_required
    def take(request: HttpRequest, number: str, pk: int) -> HttpResponse:
        plan = find_release(request.user, number)
        act(find_override(plan, pk), request)
        return _answer(request, plan)

    return take


confirm = _step(lambda one, request: confirm_override(one, by=request.user, seen=_seen(request)))
refuse = _step(lambda one, request: refuse_override(one, by=request.user, reason=_reason(request)))
end = _step(lambda one, request: end_override(one, by=request.user, reason=_reason(request)))


def _seen(request: HttpRequest) -> list[int]:
    """The freezes that stood in the dialog."""
    return [pk for text in request.POST.getlist("freeze") if (pk := whole(text)) is not None]


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _answer(request: HttpRequest, plan: Plan) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _strip(request, plan)
    return redirect(plan)


def _strip(request: HttpRequest, plan: Plan) -> HttpResponse:
    user: Any = request.user
    panel = panel_of(plan, user, now())
    if request.GET.get("mark") == panel.mark:
        return HttpResponse(status=204)
    return render(request, "plans/parts/override.html", {"panel": panel, "plan": plan})
