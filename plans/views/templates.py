"""Templates: what there is to start from, and what becomes of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ground.policies import can
from ground.verdict import Verdict
from plans import shelf
from plans.actions import create_template, reinstate, retire, save_as_template, stock_shelf
from plans.contribute import gather
from plans.counts import row_counts
from plans.lookup import find_plan
from plans.models import Plan
from plans.tables.registry import sections


@dataclass(frozen=True)
class Shape:
    """A template as the lists show it: what it contains, and whether the reader may edit."""

    plan: Plan
    tables: list[tuple[str, int]]
    gates: list[str]
    uses: int
    may_edit: Verdict

    @property
    def rows(self) -> int:
        return sum(count for _label, count in self.tables)

    @property
    def is_default(self) -> bool:
        return shelf.is_from_shelf(self.plan.source_name)


@require_GET
@login_required
def templates(request: HttpRequest) -> HttpResponse:
    shapes = shapes_for(request.user)
    return render(
        request,
        "plans/templates.html",
        {
            "shapes": [one for one in shapes if not one.plan.finished_at],
            "retired": [one for one in shapes if one.plan.finished_at],
            "is_stocked": any(one.is_default for one in shapes),
        },
    )


@require_POST
@login_required
def new_template(request: HttpRequest) -> HttpResponse:
    made = create_template(by=request.user, title=request.POST.get("title", "").strip())
    return redirect(made)


@require_POST
@login_required
def stock(request: HttpRequest) -> HttpResponse:
    """The templates that ship with the product, once."""
    stock_shelf(by=request.user)
    messages.success(request, _("公司默认模板已经放好，可以直接改成自己的。"))
    return redirect((request.POST.get("next") == "new" and "plans:new") or "plans:templates")


@require_POST
@login_required
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """A plan, or another template, as a new template."""
    source = find_plan(request.user, number)
    made = save_as_template(
        source, by=request.user, title=request.POST.get("title", ""),
        has_people=source.is_template or request.POST.get("people") == "1",
    )  # fmt: skip
    messages.success(request, _("已存为模板 %(number)s，可以接着改。") % {"number": made.number})
    return redirect(made)


@require_POST
@login_required
def give_up(request: HttpRequest, number: str) -> HttpResponse:
    template = find_plan(request.user, number)
    retire(template, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("模板已停用；用它建好的计划不受影响。"))
    return redirect("plans:templates")


@require_POST
@login_required
def take_up(request: HttpRequest, number: str) -> HttpResponse:
    template = find_plan(request.user, number)
    reinstate(template, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("模板已重新启用。"))
    return redirect("plans:templates")


def shapes_for(user: Any) -> list[Shape]:
    """The templates that this person may start from, those of the house first."""
    found = Plan.objects.templates_for(user).select_related("owner").order_by("number")
    visible = Q(followers__in=Plan.objects.visible_to(user).values("pk"))
    found = found.annotate(uses=Count("followers", filter=visible))
    shapes = [shape_of(template, user) for template in found]
    return sorted(shapes, key=lambda one: not one.is_default)


def shape_of(template: Plan, user: Any) -> Shape:
    counts = row_counts(template)
    return Shape(
        template,
        [(str(part.label), counts[part.key]) for part in sections() if part.key in counts],
        [step.label for step in sorted(gather("flow", template), key=lambda step: step.order)],
        getattr(template, "uses", 0),
        can(user, "template.edit", template),
    )
