"""A plan as plain text, to be copied into a chat."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from desk.chat import text_of_section, text_of_state
from ground.clock import now
from plans.lookup import find_plan, find_release, find_section

PLAIN = "text/plain; charset=utf-8"


@require_GET
@never_cache
@login_required
def state(request: HttpRequest, number: str) -> HttpResponse:
    """How the plan stands now."""
    plan = find_release(request.user, number)
    return HttpResponse(text_of_state(plan, now()), content_type=PLAIN)


@require_GET
@never_cache
@login_required
def section(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The rows of one section."""
    plan = find_plan(request.user, number)
    return HttpResponse(text_of_section(plan, find_section(key)), content_type=PLAIN)
