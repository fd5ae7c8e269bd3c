"""Where somebody comes back to whose session ended: a page, never a door that only takes forms."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.errors import Refusal
from ground.problems import MEDIA_TYPE, problem

STOP_POLLING = 286
"""htmx swaps nothing more in and asks no more."""


class SignedOut(Refusal):
    """The session ended while the page was open: 401."""

    status = 401
    code = "signed-out"
    title = gettext_lazy("登录已过期")


class ReturningMiddleware:
    """Mends the way to the sign-in page that `login_required` takes.

    A form that was sent leads back to the page it stood on; a fragment says so in
    words, or stops asking, instead of showing the sign-in page inside the page.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if not _leads_to_sign_in(response):
            return response
        if request.headers.get("HX-Request"):
            return _for_fragment(request)
        if request.method not in ("GET", "HEAD"):
            return _back_to(_page_of(request))
        return response


def _leads_to_sign_in(response: HttpResponse) -> bool:
    if not isinstance(response, HttpResponseRedirect):
        return False
    place = urlsplit(response.url)
    return place.path == resolve_url(settings.LOGIN_URL) and "next" in parse_qs(place.query)


def _for_fragment(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse(status=STOP_POLLING, headers={"HX-Reswap": "none"})
    refusal = SignedOut(_("登录已过期：请在另一个标签页登录，再回来提交；写好的内容还在这里。"))
    return JsonResponse(problem(refusal), status=refusal.status, content_type=MEDIA_TYPE)


def _page_of(request: HttpRequest) -> str:
    """The page on which the form stood, if it is one of ours."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return "/"
    place = urlsplit(came_from)
    return f"{place.path}?{place.query}" if place.query else place.path


def _back_to(page: str) -> HttpResponse:
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}")
