"""Hosts inside the network that robots and drivers may reach, for administrators."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ground.actions import allow_host, withdraw_host
from ground.errors import Invalid
from ground.models import AllowedHost
from ground.policies import authorize
from notices.forms import HostForm
from people.models import User


@require_http_methods(["GET", "POST"])
@login_required
def hosts(request: HttpRequest) -> HttpResponse:
    authorize(request.user, "installation.administer")
    form = HostForm(request.POST or None)
    if form.is_valid():
        try:
            allow_host(by=cast("User", request.user), **form.cleaned_data)
        except Invalid as refusal:
            form.add_error("name", refusal.detail)
        else:
            messages.success(request, _("已保存。"))
            return redirect("notices:hosts")
    given = settings.OUTBOUND_ALLOWED_HOSTS
    context = {"form": form, "hosts": AllowedHost.objects.all(), "given": given}
    return render(request, "notices/hosts.html", context, status=400 if form.is_bound else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    authorize(request.user, "installation.administer")
    withdraw_host(get_object_or_404(AllowedHost, pk=pk), by=cast("User", request.user))
    messages.success(request, _("已删除"))
    return redirect("notices:hosts")
