"""One's own page: name, preferences, tokens."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ground.clock import now
from ground.errors import Invalid
from people.actions import change_person, create_token, revoke_token, sign_out_everywhere
from people.forms import ProfileForm, TokenForm
from people.models import Token, User
from people.views.preferences import remember

SHOWN = ("display_name", "email", "language", "theme")


@require_GET
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=400)
    try:
        person = change_person(_me(request), by=_me(request), **form.cleaned_data)
    except Invalid as refusal:
        for name, sentences in refusal.fields.items():
            form.add_error(name, list(sentences))
        return _page(request, form=form, status=400)
    messages.success(request, _("已保存。"))
    return remember(redirect("people:profile"), person)


@never_cache
@require_POST
@login_required
def new_token(request: HttpRequest) -> HttpResponse:
    """The answer to this POST is the only place where the token's text is ever shown."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, token_form=form, status=400)
    token, text = create_token(
        _me(request),
        by=_me(request),
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        expires_at=form.expires_at(now()),
    )
    return _page(request, fresh=token, text=text)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=pk, user=request.user)
    revoke_token(token, by=_me(request))
    messages.success(request, _("令牌已撤销，立即失效。"))
    return redirect("people:profile")


@require_POST
@login_required
def sign_out_others(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    sign_out_everywhere(me, by=me)
    me.refresh_from_db()
    update_session_auth_hash(request, me)
    messages.success(request, _("其他设备上的登录已全部退出。"))
    return redirect("people:profile")


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    me = _me(request)
    context = {
        "form": ProfileForm(initial={name: getattr(me, name) for name in SHOWN}),
        "token_form": TokenForm(),
        "tokens": me.tokens.live(now()),
        "now": now(),
        **context,
    }
    return render(request, "people/profile.html", context, status=status)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
