"""People of the installation, for administrators."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ground.errors import Refusal
from ground.policies import authorize, can
from people.actions import (
    activate,
    change_person,
    create_person,
    deactivate,
    note_password_link,
)
from people.forms import NewPersonForm, PersonForm
from people.links import password_link
from people.models import User

PAGE = 50
SHOWN = ("display_name", "email", "roles", "is_administrator")


@require_GET
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody may see who is here; administrators may change it."""
    found = User.objects.order_by("-is_active", "username")
    words = request.GET.get("search", "").strip()
    if words:
        found = found.filter(Q(username__icontains=words) | Q(display_name__icontains=words))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may = can(request.user, "people.manage")
    return render(
        request, "people/settings.html", {"page": page, "words": words, "may_manage": may}
    )


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def new_person(request: HttpRequest) -> HttpResponse:
    authorize(request.user, "people.manage")
    form = NewPersonForm(request.POST or None)
    if form.is_valid():
        try:
            person = create_person(by=_me(request), **form.cleaned_data)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("账号已建立。把下面的链接交给本人，由本人设置密码。"))
            return _person_page(request, person, link=_link(request, person))
    status = 400 if form.is_bound else 200
    return render(request, "people/new_person.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible(request), pk=pk)
    if request.method == "GET":
        return _person_page(request, found)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _person_page(request, found, form=form, status=400)
    change_person(found, by=_me(request), **form.cleaned_data)
    messages.success(request, _("已保存。"))
    return redirect("people:person", pk=found.pk)


@require_POST
@login_required
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Deactivate somebody, or let them in again."""
    found = get_object_or_404(_visible(request), pk=pk)
    act = activate if request.POST.get("to") == "active" else deactivate
    act(found, by=_me(request))
    words = _("账号已启用。") if found.is_active else _("账号已停用，登录和令牌立即失效。")
    messages.success(request, words)
    return redirect("people:person", pk=found.pk)


@never_cache
@require_POST
@login_required
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Show, once, a link with which somebody sets a new password."""
    found = get_object_or_404(_visible(request), pk=pk)
    return _person_page(request, found, link=_link(request, found))


def _visible(request: HttpRequest) -> QuerySet[User]:
    authorize(request.user, "people.manage")
    return User.objects.all()


def _link(request: HttpRequest, found: User) -> str:
    note_password_link(found, by=_me(request))
    return password_link(found)


def _person_page(
    request: HttpRequest, found: User, *, status: int = 200, **context: object
) -> HttpResponse:
    context = {
        "person": found,
        "form": PersonForm(initial={name: getattr(found, name) for name in SHOWN}),
        "may_deactivate": can(request.user, "people.deactivate", found),
        **context,
    }
    return render(request, "people/person.html", context, status=status)


def _show(form: NewPersonForm, refusal: Refusal) -> None:
    """Each sentence at its field, the rest above the form."""
    for name, sentences in refusal.fields.items():
        form.add_error(name if name in form.fields else None, list(sentences))
    if not refusal.fields:
        form.add_error(None, refusal.detail)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
