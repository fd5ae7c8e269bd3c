"""The keys by which environments ask OFREP: made, shown once, revoked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gray.actions import create_key, revoke_key
from gray.forms import KeyForm
from gray.models import EnvironmentKey
from ground.errors import Hidden
from ground.policies import authorize


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """The list; a POST makes one and shows its text this once."""
    authorize(request.user, "ofrep_key.manage")
    form, fresh, text = KeyForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        fresh, text = create_key(by=request.user, **form.cleaned_data)
        form = KeyForm()
    context = {
        "form": form, "fresh": fresh, "text": text,
        "keys": EnvironmentKey.objects.select_related("created_by"),
        "address": request.build_absolute_uri("/ofrep/v1/evaluate/flags/"),
    }  # fmt: skip
    return render(request, "gray/keys.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    authorize(request.user, "ofrep_key.manage")
    key = EnvironmentKey.objects.filter(pk=pk).first()
    if key is None:
        raise Hidden(_("没有这个密钥。"))
    revoke_key(key, by=request.user)
    messages.success(request, _("密钥“%(name)s”已撤销") % {"name": key.name})
    return redirect("gray:keys")
