"""The gates page of a plan, its panel, and the forms on it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from approvals import template_views
from approvals.actions import (
    complete,
    note_mentions_read,
    remind,
    reopen,
    sign,
    submit,
    take_back,
    withdraw,
    write_record,
)
from approvals.forms import decision_of, record_of
from approvals.lookup import find_gate, find_signoff
from approvals.page import page_of, panel_of
from approvals.since import changes_since
from ground.pace import slow_down
from ground.words import in_row
from people.models import User
from plans.document import Document, load
from plans.lookup import find_plan
from plans.models import Plan


@require_GET
@never_cache
@login_required
def gates(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    if plan.is_template:
        return template_views.show(request, plan)
    return render(request, "approvals/gates.html", page_of(plan, _me(request)))


@require_GET
@never_cache
@login_required
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The card beside the plan: the gate that waits, and who is missing."""
    plan = find_plan(request.user, number)
    return render(request, "approvals/panel.html", panel_of(plan, _me(request)))


@require_GET
@never_cache
@login_required
def since(request: HttpRequest, number: str, pk: int, signoff: int) -> HttpResponse:
    """What changed in the gate's content since that signature."""
    plan = find_plan(request.user, number)
    gate, found = find_gate(plan, pk), find_signoff(plan, pk, signoff)
    before = Document.from_json(found.revision.snapshot)
    parts = changes_since(before, load(plan), gate.asks, plan.zone)
    return render(request, "approvals/since.html", {"parts": parts, "signoff": found})


@require_POST
@login_required
def sign_gate(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    slow_down("gate", request)
    gate = find_gate(find_plan(request.user, number), pk)
    signoff = sign(gate, by=_me(request), **decision_of(request.POST, gate))
    done = _("已签“%(gate)s”。") if signoff.state == "signed" else _("已拒绝“%(gate)s”。")
    messages.success(request, done % {"gate": gate.title})
    return redirect(gate)


@require_POST
@login_required
def save_record(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    gate = find_gate(find_plan(request.user, number), pk)
    version, values = record_of(request.POST, gate)
    write_record(gate, by=_me(request), version=version, values=values)
    messages.success(request, _("关口记录已保存。"))
    return redirect(gate)


@require_POST
@login_required
def remind_people(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    gate = find_gate(find_plan(request.user, number), pk)
    names = remind(gate, by=_me(request))
    messages.success(request, _("已发邮件催 %(names)s。") % {"names": in_row(names)})
    return redirect(gate)


@require_POST
@login_required
def reopen_gate(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    gate = find_gate(find_plan(request.user, number), pk)
    reopen(gate, by=_me(request), reason=request.POST.get("reason", ""))
    messages.success(request, _("已重新开启“%(gate)s”。") % {"gate": gate.title})
    return redirect(gate)


@require_POST
@login_required
def withdraw_signoff(request: HttpRequest, number: str, pk: int, signoff: int) -> HttpResponse:
    slow_down("gate", request)
    found = find_signoff(find_plan(request.user, number), pk, signoff)
    take_back(found, by=_me(request), reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤回你对“%(gate)s”的签字。") % {"gate": found.gate.title})
    return redirect(found.gate)


@require_POST
@login_required
def mentions_read(request: HttpRequest, number: str) -> HttpResponse:
    """The page was opened: who was spoken to in it has read it."""
    note_mentions_read(find_plan(request.user, number), by=_me(request))
    return HttpResponse(status=204)


@require_POST
@login_required
def submit_plan(request: HttpRequest, number: str) -> HttpResponse:
    return _step(request, number, submit, _("已提交评审，能签字的人会收到邮件。"))


@require_POST
@login_required
def withdraw_plan(request: HttpRequest, number: str) -> HttpResponse:
    return _step(request, number, withdraw, _("已撤回到草稿。"))


@require_POST
@login_required
def complete_plan(request: HttpRequest, number: str) -> HttpResponse:
    return _step(request, number, complete, _("计划已完成。"))


def _step(request: HttpRequest, number: str, act: Any, done: str) -> HttpResponse:
    plan: Plan = act(
        find_plan(request.user, number), by=_me(request), reason=request.POST.get("reason", "")
    )
    messages.success(request, done)
    return redirect("approvals:gates", plan.number)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
