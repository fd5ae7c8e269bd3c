"""What an open plan page asks every two seconds: who is here, what have they changed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from ground.clock import now
from ground.numbers import whole
from ground.policies import authorize
from plans.grid.news import news_of, position_of, shapes
from plans.grid.presence import LONGEST_PLACE, Entry, Here, arrive, leave, mark_of
from plans.lookup import glimpse_plan
from plans.models import Plan
from plans.tables.registry import has_section

LONGEST_PAGE = 40
COLOURS = 6


@require_POST
@login_required
def live(request: HttpRequest, number: str) -> HttpResponse:
    """`since` (position read last), `at` (section:row:field), `page`, `want` (sections to
    tell), `seen` (mark of the others as they were).

    Answers position, status, the others, and for what has changed: sections {key:
    {rows: [[id, version] …] in order, by}}, notes [[id, version] …], said.
    """
    plan = glimpse_plan(request.user, number)
    authorize(request.user, "plan.view", plan)
    me = _me(request)
    if request.POST.get("leaving"):
        leave(plan.pk, me)
        return HttpResponse(status=204)
    others = arrive(plan.pk, me)
    return JsonResponse({**_news(request, plan), **_presence(others, request.POST.get("seen", ""))})


def _me(request: HttpRequest) -> Here:
    user: Any = request.user
    place = request.POST.get("at", "")[:LONGEST_PLACE]
    page = request.POST.get("page", "")[:LONGEST_PAGE]
    return Here(page, user.pk, user.called, place, now().timestamp())


def _presence(others: dict[str, Entry], seen: str) -> dict[str, Any]:
    """The others, unless the page has seen them as they are."""
    mark = mark_of(others)
    if mark == seen:
        return {"seen": mark}
    return {
        "seen": mark,
        "others": [
            {"key": key, "name": name, "at": place, "colour": user % COLOURS + 1}
            for key, (user, name, place, _at) in sorted(others.items())
        ],
    }


def _news(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    position = position_of(plan)
    since = whole(request.POST.get("since", ""))
    wanted = {key for key in request.POST.get("want", "").split(",") if has_section(key)}
    answer: dict[str, Any] = {"position": position, "status": plan.status}
    if since is None or (since >= position and not wanted):
        return answer
    news = news_of(plan, since, request.user)
    rows = shapes(plan, wanted | set(news.sections))
    answer["sections"] = {
        key: {"rows": shape, "by": news.sections.get(key, "")} for key, shape in rows.items()
    }
    if news.notes is not None:
        answer["notes"] = {
            "rows": list(plan.notes.values_list("pk", "version")), "by": news.notes,
        }  # fmt: skip
    if news.is_about_plan:
        answer["said"] = news.said
    return answer
