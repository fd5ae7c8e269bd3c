"""Buttons of a plan's life that need no wing, its own fields, and copies."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ground.errors import Invalid, Stale
from ground.numbers import whole
from ground.policies import authorize
from plans.actions import cancel, change_plan, copy_plan, pause, resume, start
from plans.document import load
from plans.forms import plan_fields
from plans.heads import head_of
from plans.lookup import find_plan
from plans.models import Plan
from plans.states import AMENDABLE

OF_TEMPLATES = ("title", "project", "kind", "observe", "timezone", "visibility")
"""A template has no window, no version and no document that names its owner."""

View = Callable[[HttpRequest, str], HttpResponse]


def _step(act: Callable[..., Plan]) -> View:
    """A view that takes the plan one step further, with the reason given."""

    @require_POST
    @login_required
    def take(request: HttpRequest, number: str) -> HttpResponse:
        plan = find_plan(request.user, number)
        plan = act(plan, by=request.user, reason=request.POST.get("reason", ""))
        messages.success(request, _("计划现在是“%(state)s”") % {"state": plan.get_status_display()})
        return redirect("plans:detail", number)

    return take


begin, hold, go_on, give_up = _step(start), _step(pause), _step(resume), _step(cancel)


@require_POST
@login_required
def copy(request: HttpRequest, number: str) -> HttpResponse:
    """A new draft with the content; sign-offs and results never travel."""
    source = find_plan(request.user, number)
    title = request.POST.get("title", "").strip()
    plan = copy_plan(source, by=request.user, document=load(source), title=title)
    messages.success(request, _("已从 %(number)s 复制") % {"number": source.number})
    return redirect(plan)


@require_http_methods(["GET", "POST"])
@login_required
def info(request: HttpRequest, number: str) -> HttpResponse:
    """The plan's own fields, all of them."""
    plan = find_plan(request.user, number)
    authorize(request.user, "plan.edit", plan)
    names = OF_TEMPLATES if plan.is_template else ()
    refusal: Invalid | Stale | None = None
    if request.method == "POST":
        try:
            _change(request, plan)
            return redirect(plan)
        except (Invalid, Stale) as error:
            refusal = error
    typed: dict[str, Any] = request.POST.dict() if refusal else {}
    return render(
        request,
        "plans/info.html",
        {
            "plan": plan,
            "head": head_of(plan, request.user),
            "fields": plan_fields(plan, typed, refusal.fields if refusal else {}, names),
            "refusal": refusal,
            "wants_reason": plan.status in AMENDABLE,
        },
    )


def _change(request: HttpRequest, plan: Plan) -> None:
    version = request.POST.get("version_lock", "")
    values = {name: request.POST[name] for name in Plan.EDITABLE if name in request.POST}
    change_plan(
        plan, by=request.user, version=whole(version) or 0, values=values,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
