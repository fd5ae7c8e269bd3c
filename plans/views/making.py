"""New plans: blank, or a copy of a former one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ground.errors import Invalid
from ground.policies import authorize
from plans.actions import create_plan
from plans.forms import FIRST, new_plan_fields
from plans.models import Plan
from plans.search import matching

FORMER = 8


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    authorize(request.user, "plan.create")
    refusal: Invalid | None = None
    if request.method == "POST":
        try:
            return redirect(create_plan(by=request.user, **_given(request)))
        except Invalid as error:
            refusal = error
    typed = request.POST.dict() if refusal else {}
    errors = refusal.fields if refusal else {}
    words = request.GET.get("search", "").strip()
    visible = Plan.objects.visible_to(request.user).select_related("owner")
    return render(
        request,
        "plans/new.html",
        {
            "fields": new_plan_fields(typed, errors),
            "refusal": refusal,
            "former": matching(visible, words)[:FORMER] if words else visible[:FORMER],
            "words": words,
        },
    )


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in FIRST if request.POST.get(name)}
