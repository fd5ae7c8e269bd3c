"""The forms by which two people break the glass at a gate, and a third reviews it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.actions import ask_waiver, confirm_waiver, refuse_waiver, review_waiver
from approvals.lookup import find_gate, find_waiver
from approvals.models import Waiver
from ground.pace import slow_down
from people.models import User
from plans.lookup import find_plan


@require_POST
@login_required
def ask(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    slow_down("gate", request)
    gate = find_gate(find_plan(request.user, number), pk)
    sent = request.POST
    reason, digest = sent.get("reason", ""), sent.get("digest", "")
    ask_waiver(gate, by=_me(request), reason=reason, digest=digest)
    messages.success(request, _("已请求豁免“%(gate)s”，等第二个人确认。") % {"gate": gate.title})
    return redirect(gate)


@require_POST
@login_required
def confirm(request: HttpRequest, number: str, pk: int, waiver: int) -> HttpResponse:
    found = _find(request, number, pk, waiver)
    confirm_waiver(found, by=_me(request), digest=request.POST.get("digest", ""))
    messages.success(request, _("已豁免“%(gate)s”，所有成员和管理员会收到邮件。") % _of(found))
    return redirect(found.gate)


@require_POST
@login_required
def refuse(request: HttpRequest, number: str, pk: int, waiver: int) -> HttpResponse:
    found = _find(request, number, pk, waiver)
    refuse_waiver(found, by=_me(request), reason=request.POST.get("reason", ""))
    messages.success(request, _("没有豁免“%(gate)s”。") % _of(found))
    return redirect(found.gate)


@require_POST
@login_required
def review(request: HttpRequest, number: str, pk: int, waiver: int) -> HttpResponse:
    found = _find(request, number, pk, waiver)
    review_waiver(found, by=_me(request), comment=request.POST.get("reason", ""))
    messages.success(request, _("已复核“%(gate)s”的豁免。") % _of(found))
    return redirect(found.gate)


def _find(request: HttpRequest, number: str, pk: int, waiver: int) -> Waiver:
    return find_waiver(find_plan(request.user, number), pk, waiver)


def _of(waiver: Waiver) -> dict[str, str]:
    return {"gate": waiver.gate.title}


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
