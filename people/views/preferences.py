"""Language and look: kept with the account, or in a cookie for those not signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ground.errors import Invalid
from people.actions import choose_language, choose_theme
from people.models import User
from people.themes import THEMES

YEAR = 365 * 24 * 60 * 60
THEME_COOKIE = "theme"


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = _one_of(request.POST.get("language", ""), dict(settings.LANGUAGES))
    if isinstance(request.user, User):
        choose_language(request.user, chosen)
    response = redirect(safe_next(request))
    _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Answers 204, for the menu that has changed the page already."""
    chosen = _one_of(request.POST.get("theme", ""), THEMES)
    if isinstance(request.user, User):
        choose_theme(request.user, chosen)
    response = HttpResponse(status=204)
    _keep(response, THEME_COOKIE, chosen)
    return response


def remember(response: HttpResponse, person: User) -> HttpResponse:
    """Bring the account's look to this browser; it is read from the cookie."""
    if person.theme:
        _keep(response, THEME_COOKIE, person.theme)
    if person.language:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, person.language)
    return response


def safe_next(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of ours."""
    wish = request.POST.get("next", "") or "/"
    ours = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if ours else "/"


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _one_of(value: str, known: dict[str, object]) -> str:
    if value not in known:
        raise Invalid(_("没有这个选项。"))
    return value
