"""The page behind a link in a mail: looking changes nothing, deciding is done once, in person."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.actions import sign_by_link
from approvals.forms import decision_of
from approvals.links import find_link
from approvals.lookup import find_gate
from approvals.models import SignLink
from approvals.page import sheets_of
from approvals.sheet import GateSheet
from approvals.showing import one_sheet
from ground.clock import now
from ground.errors import Denied, Stale, WrongState
from ground.pace import slow_down
from people.models import User
from plans.lookup import find_plan


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def link(request: HttpRequest, token: str) -> HttpResponse:
    found = find_link(token)
    if found.person_id != _me(request).pk:
        raise Denied(_("这个签字链接不是寄给你的，只有收件人本人能用。"))
    found.gate = find_gate(find_plan(request.user, found.gate.plan.number), found.gate_id)
    return _decide(request, found) if request.method == "POST" else _page(request, found)


def _decide(request: HttpRequest, found: SignLink) -> HttpResponse:
    slow_down("gate", request)
    given = decision_of(request.POST, found.gate)
    del given["digest"]
    try:
        signoff = sign_by_link(found, by=_me(request), **given)
    except (Stale, WrongState) as refusal:
        return _page(request, found, refusal.detail, refusal.status)
    done = _("已签“%(gate)s”。") if signoff.state == "signed" else _("已拒绝“%(gate)s”。")
    messages.success(request, done % {"gate": found.gate.title})
    return redirect(found.gate)


def _page(request: HttpRequest, found: SignLink, said: str = "", status: int = 200) -> HttpResponse:
    plan = found.gate.plan
    sheet = one_sheet(sheets_of(plan, request.user), found.gate)
    said = said or why_dead(found, sheet)
    mine = [one for one in sheet.void if one.signer_id == found.person_id]
    context: dict[str, Any] = {"plan": plan, "gate": sheet, "said": said, "former": mine[:1]}
    return render(request, "approvals/link.html", context, status=status)


def why_dead(found: SignLink, sheet: GateSheet) -> str:
    """Why nothing can be decided here any more; empty while it can."""
    if found.used_at:
        return _("这个链接已经用过了。")
    if not found.is_live(now()):
        return _("这个链接已经过期了，请到关口页上签。")
    if found.digest != sheet.digest:
        return _("寄出之后内容有改动，请到关口页上看过再签。")
    return "" if sheet.is_mine or sheet.may_reject else sheet.mine.reason


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
