"""Requests that neither a page nor a client of ours sends: refused before they stumble deep inside."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _

from ground.errors import Invalid, Refusal
from ground.texts import is_keepable
from releaseplan.middleware import Answer, fragment, page

MOST_BYTES = (4 + max(20, settings.ATTACHMENT_MAX_MB)) * 1024 * 1024
"""The largest document that import reads, or attachment, and what a form puts around it."""

LONGEST_ADDRESS = 8_000
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

Oddities = Callable[[HttpRequest], Iterator[Refusal]]


class TooLarge(Refusal):
    """More than any page of ours sends: 413."""

    status = 413
    code = "too-large"


class PlainRequestMiddleware:
    """Answers 400 or 413 with one sentence; nothing of the request has been acted on."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _refused(request, _of_head) or self.answer(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Forms are read here, one moment before the check of their CSRF token would."""
        return _refused(request, _of_form)


def _refused(request: HttpRequest, oddities: Oddities) -> HttpResponse | None:
    """The first refusal, as a page or, where a script asks, as a problem document."""
    refusal = next(oddities(request), None)
    if refusal is None:
        return None
    is_script = request.path_info.startswith("/api/") or request.headers.get("HX-Request")
    return fragment(refusal) if is_script else page(request, refusal)


def _of_head(request: HttpRequest) -> Iterator[Refusal]:
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) + len(query) > LONGEST_ADDRESS:
        yield Invalid(_("地址太长了。"))
    told = (request.path_info, *request.COOKIES.values())
    if "%00" in query or not all(map(is_keepable, told)):
        yield Invalid(_("地址里有空字符。"))
    if _length(request) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        yield TooLarge(_("请求超过 %(most)s MB，没有读。请拆分后再发送。") % {"most": most})


def _of_form(request: HttpRequest) -> Iterator[Refusal]:
    """What the API gets is read by its own parsers."""
    if request.content_type not in FORMS or request.path_info.startswith("/api/"):
        return
    try:
        values = [value for _name, several in request.POST.lists() for value in several]
    except UnreadablePostError:
        return
    if not all(map(is_keepable, values)):
        yield Invalid(_("文字里有空字符，请去掉再发送。"))


def _length(request: HttpRequest) -> int:
    """What Django will read; without a stated length it reads nothing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
