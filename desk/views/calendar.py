"""The calendar page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from desk.calendar.pages import page_of
from desk.calendar.reading import agenda
from ground.clock import now


@require_GET
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    moment = now()
    today = moment.astimezone(timezone.get_current_timezone()).date()
    page = page_of(request.GET.get("month", ""), request.GET.get("week", ""), today)
    middle = page.days[len(page.days) // 2]
    context = {
        "agenda": agenda(request.user, page, moment),
        "page": page,
        "month": f"month={(today if page.start <= today < page.end else middle):%Y-%m}",
        "week": f"week={(today if page.start <= today < page.end else page.start).strftime('%G-W%V')}",
    }
    return render(request, "desk/calendar.html", context)
