"""What every request passes: the reader's language, and refusals in words."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from ground.errors import Refusal
from ground.problems import MEDIA_TYPE, problem

Answer = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The account's language, else the cookie's, else the installation's.

    What the browser asks for is not looked at: teams talk in one language.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(self._choose(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.answer(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    def _choose(self, request: HttpRequest) -> str:
        wishes = (
            getattr(request.user, "language", ""),
            request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        )
        return next((wish for wish in wishes if wish in self.known), settings.LANGUAGE_CODE)


class RefusalMiddleware:
    """A refusal raised behind a page becomes a page, or a toast where htmx asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return fragment(error) if request.headers.get("HX-Request") else page(request, error)


class PrivateAnswerMiddleware:
    """What Django answers is somebody's: no cache keeps it, unless the view says otherwise.

    An answer with an ETag may be kept by the browser, which asks each time.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        kept = "private, no-cache" if response.has_header("ETag") else "private, no-store"
        response.headers.setdefault("Cache-Control", kept)
        return response


def fragment(refusal: Refusal) -> HttpResponse:
    """A problem document: nothing is swapped, the page shows `detail` as a toast."""
    return JsonResponse(problem(refusal), status=refusal.status, content_type=MEDIA_TYPE)


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page of its own, with its status."""
    context = {"refusal": refusal, "back": came_from(request)}
    return render(request, "refusal.html", context, status=refusal.status)


def came_from(request: HttpRequest) -> str:
    """Our page that asked, to go back to; empty when unknown, another's, or this one."""
    page = request.headers.get("Referer", "")
    here = request.build_absolute_uri()
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    return page if ours and page != here else ""


def forwarded_address(request: HttpRequest) -> str:
    """The client as the trusted proxy saw it: the last address it added."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    return seen or request.META.get("REMOTE_ADDR", "")
