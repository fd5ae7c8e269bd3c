"""New plans: blank, from a template, or a copy of a former one."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ground.errors import Invalid, WrongState
from ground.policies import authorize
from plans.actions import copy_plan, create_plan
from plans.document import load
from plans.forms import FIRST, new_plan_fields
from plans.history.carrying import fields_of, has_versions
from plans.listing.search import matching
from plans.lookup import find_plan
from plans.models import Plan
from plans.views.templates import Shape, shape_of, shapes_for

FORMER = 8


@dataclass(frozen=True)
class Source:
    """What the new plan starts from."""

    shape: Shape
    has_versions: bool
    typed: dict[str, Any]

    @property
    def plan(self) -> Plan:
        return self.shape.plan


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The ways to begin; with `?from=` a plan or template, the form for that one."""
    authorize(request.user, "plan.create")
    source = _source(request)
    refusal: Invalid | WrongState | None = None
    if request.method == "POST":
        try:
            return redirect(_make(request, source))
        except (Invalid, WrongState) as error:
            refusal = error
    typed = request.POST.dict() if refusal else source.typed if source else {}
    errors = refusal.fields if refusal else {}
    context = {"fields": new_plan_fields(typed, errors), "refusal": refusal, "source": source}
    if source is None:
        context |= _ways(request)
    return render(request, "plans/new_from.html" if source else "plans/new.html", context)


def _make(request: HttpRequest, source: Source | None) -> Plan:
    if source is None:
        return create_plan(by=request.user, **_given(request))
    sent = {name: request.POST[name] for name in FIRST if name in request.POST}
    fields: dict[str, Any] = {name: text for name, text in sent.items() if text or name != "kind"}
    shifts = request.POST.get("shift") == "1" and not source.plan.is_template
    return copy_plan(source.plan, by=request.user, shifts_versions=shifts, **fields)


def _source(request: HttpRequest) -> Source | None:
    number = request.GET.get("from", "")
    if not number:
        return None
    plan = find_plan(request.user, number)
    document = load(plan)
    known = fields_of(document)
    typed = {name: known[name] for name in ("project", "kind") if known.get(name)}
    title = "" if plan.is_template else plan.title
    return Source(
        shape_of(plan, request.user), not plan.is_template and has_versions(document),
        {**typed, "title": title},
    )  # fmt: skip


def _ways(request: HttpRequest) -> dict[str, Any]:
    words = request.GET.get("search", "").strip()
    visible = Plan.objects.visible_to(request.user).select_related("owner")
    shapes = [one for one in shapes_for(request.user) if not one.plan.finished_at]
    return {
        "shapes": shapes,
        "former": matching(visible, words)[:FORMER] if words else visible[:FORMER],
        "words": words,
    }


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in FIRST if request.POST.get(name)}
