"""The gate editor: a form whose small steps change nothing until it is saved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from approvals.actions import save_gates
from approvals.editing import opened_in, rules_in, step
from approvals.rules.shape import Rule
from approvals.rules.templates import template_of
from approvals.template_page import editor_of, trial_of
from ground.errors import Hidden, Invalid, Stale
from ground.numbers import whole
from ground.policies import authorize
from plans.lookup import find_plan
from plans.models import Plan

USUAL = "usual"


def show(request: HttpRequest, template: Plan) -> HttpResponse:
    trial = trial_of(template, request.user, request.GET.get("on", ""))
    context = trial | editor_of(template, request.user, on=trial["on"])
    return render(request, "approvals/template.html", context)


@require_POST
@never_cache
@login_required
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """One step: `do` is save, or what editing.step knows, or the usual gates of the kind."""
    template = find_plan(request.user, number)
    if not template.is_template:
        raise Hidden(_("%(number)s 不是模板。") % {"number": number})
    authorize(request.user, "template.edit", template)
    rules, asked, refusal = rules_in(request.POST), request.POST.get("do", ""), None
    if asked == USUAL:
        rules = template_of(template.kind).rules
    elif asked == "save":
        try:
            return _save(request, template, rules)
        except (Invalid, Stale) as error:
            refusal = error
    else:
        rules = step(rules, asked)
    opened = opened_in(request.POST, asked)
    trial = trial_of(template, request.user, request.POST.get("on", ""))
    context = trial | editor_of(template, request.user, rules, opened, trial["on"], refusal=refusal)
    is_part = getattr(request, "htmx", None)
    page = "approvals/parts/editor.html" if is_part else "approvals/template.html"
    return render(request, page, context)


def _save(request: Any, template: Plan, rules: tuple[Rule, ...]) -> HttpResponse:
    version = whole(request.POST.get("version", "")) or 0
    save_gates(template, by=request.user, version=version, rules=rules)
    messages.success(request, _("关口已保存，之后提交评审的计划会用它。"))
    answer = redirect("approvals:gates", template.number)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer
