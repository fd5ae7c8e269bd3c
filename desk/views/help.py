"""Help pages, open to everybody: addresses of problems lead here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from desk.handbook import FIRST, PAGES, USUAL, help_page


@require_GET
def page(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    found = help_page(name, get_language() or USUAL)
    if found is None:
        raise Http404
    pages = [(key, label, key == name) for key, label in PAGES.items()]
    return render(request, "desk/help.html", {"found": found, "pages": pages, "title": PAGES[name]})
