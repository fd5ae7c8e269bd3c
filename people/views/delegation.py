"""The page on which one lets somebody sign in one's place."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ground.clock import now
from ground.errors import Invalid
from ground.pace import slow_down
from people.actions import delegate, revoke_delegation
from people.delegating import delegation_of, delegations_of
from people.forms import DelegationForm
from people.models import User

OFFERED = 300
"""Names that the field offers while typing."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delegation(request: HttpRequest) -> HttpResponse:
    form = DelegationForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, 400 if request.method == "POST" else 200)
    slow_down("delegate", request)
    try:
        made = delegate(_me(request), by=_me(request), **form.cleaned_data)
    except Invalid as refusal:
        for name, sentences in refusal.fields.items():
            form.add_error(name, list(sentences))
        return _page(request, form, 400)
    messages.success(request, _("已委托 %(name)s 代签。") % {"name": made.taker.called})
    return redirect("people:delegation")


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    slow_down("delegate", request)
    revoke_delegation(delegation_of(_me(request), pk), by=_me(request))
    messages.success(request, _("委托已撤销，立即失效；已经代签的仍然有效。"))
    return redirect("people:delegation")


def _page(request: HttpRequest, form: DelegationForm, status: int) -> HttpResponse:
    me, moment = _me(request), now()
    context: dict[str, Any] = {
        "form": form,
        "people": User.objects.filter(is_active=True).exclude(pk=me.pk).order_by("pk")[:OFFERED],
        "given": [(one, one.stands(moment)) for one in delegations_of(me) if one.giver_id == me.pk],
        "taken": [(one, one.stands(moment)) for one in delegations_of(me) if one.taker_id == me.pk],
    }
    return render(request, "people/delegation.html", context, status=status)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
