"""Alive, ready, measured: what load balancers and Prometheus ask."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from gray.leading import NAME as CLOCK
from gray.runs import Run
from ground.clock import now
from ground.models import Lease
from notices.models import Message
from plans.models import Plan

STALE = timedelta(seconds=60)
"""A clock that did not beat for this long is taken for stopped."""


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Every part by name: "ok" or what is wrong; 503 unless all are well."""
    parts = {name: ask() for name, ask in PARTS.items()}
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text: read from the tables, the same in every process."""
    registry = CollectorRegistry()
    registry.register(Tables())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def ask_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "database does not answer"
    return "ok"


def ask_broker() -> str:
    if settings.EMBEDDED:
        return "ok"
    try:
        with current_app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return "broker does not answer"
    return "ok"


def ask_clock() -> str:
    try:
        age = clock_age()
    except DatabaseError:
        return "unknown"
    if age is None:
        return "no clock has run yet"
    return "ok" if age < STALE else f"no heartbeat for {int(age.total_seconds())} s"


def clock_age() -> timedelta | None:
    """How long ago the leading clock beat; None if none ever did."""
    beat = Lease.objects.filter(name=CLOCK).values_list("beat", flat=True).first()
    return now() - beat if beat else None


PARTS: dict[str, Callable[[], str]] = {
    "database": ask_database,
    "broker": ask_broker,
    "clock": ask_clock,
}


class Tables:
    """What the tables say, as gauges; the same answer from every process."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        age = clock_age()
        yield GaugeMetricFamily(
            "releaseplan_clock_age_seconds",
            "Seconds since the leading clock beat",
            value=age.total_seconds() if age is not None else float("nan"),
        )
        yield _counted("releaseplan_plans", "Plans by status", Plan, "status")
        yield _counted("releaseplan_ramps", "Ramps by state", Run, "state")
        yield _counted("releaseplan_messages", "Messages of the outbox by state", Message, "state")


def _counted(name: str, words: str, model: type[Model], field: str) -> GaugeMetricFamily:
    """How many rows have each value of `field`."""
    family = GaugeMetricFamily(name, words, labels=[field])
    rows = model._default_manager.order_by().values_list(field).annotate(count=Count("pk"))
    for value, count in rows:
        family.add_metric([value], count)
    return family
