"""Taking a plan away as a file: at once, or after a worker has made it."""

from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from desk.actions import ask
from desk.exports import Export, find_export
from desk.models import DONE, Rendering
from ground.pace import slow_down
from plans.lookup import find_release
from plans.models import Plan
from plans.source import head
from plans.writing.schema import schema

Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_GET
@never_cache
@login_required
def export(request: HttpRequest, number: str, fmt: str) -> HttpResponse:
    """The file itself, or the page that shows how far its making is."""
    plan, wanted = find_release(request.user, number), find_export(fmt)
    slow_down("print", request)
    if wanted.is_long(plan):
        return redirect("desk:rendering", number, ask(plan, wanted, by=request.user).pk)
    return _attached(HttpResponse(wanted.render(plan), content_type=wanted.media), wanted, plan)


@require_GET
@never_cache
@login_required
def rendering(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """How far it is: the page, or for htmx the part of it that changes."""
    found = _find(request, number, pk)
    whole = "desk/exports/rendering.html"
    part = "desk/exports/progress.html"
    fragment = bool(request.headers.get("HX-Request"))
    context = {"plan": found.plan, "rendering": found, "export": find_export(found.kind)}
    return render(request, part if fragment else whole, context)


@require_GET
@never_cache
@login_required
def rendered(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    found = _find(request, number, pk)
    if found.state != DONE:
        return redirect("desk:rendering", number, pk)
    wanted = find_export(found.kind)
    return _attached(
        FileResponse(found.file.open("rb"), content_type=wanted.media), wanted, found.plan
    )


@require_GET
@login_required
def plan_schema(_request: HttpRequest) -> JsonResponse:
    """The JSON Schema of the JSON export."""
    return JsonResponse(schema(head()), json_dumps_params={"ensure_ascii": False, "indent": 2})


def _find(request: HttpRequest, number: str, pk: int) -> Rendering:
    plan = find_release(request.user, number)
    return get_object_or_404(Rendering.objects.select_related("plan"), plan=plan, pk=pk)


def _attached(answer: Answer, wanted: Export, plan: Plan) -> Answer:
    name = wanted.file_name(plan)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
