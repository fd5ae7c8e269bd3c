"""What the desk tells the list of applications about them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery

from applications.followers import Chapter, Chronicle, Uses
from applications.models import Application, Mention, Name
from desk.applications.current import current
from desk.applications.history import history, history_json
from plans import states
from plans.models import Plan
from plans.naming import DEPENDED


class Releases(Chronicle):
    """Releases, for the list and for the page of one application."""

    def uses(self, user: Any, applications: Sequence[Application]) -> Mapping[int, Uses]:
        names = Name.objects.filter(application__in=applications)
        whose = Subquery(names.filter(fold=OuterRef("fold")).values("application")[:1])
        plans = Plan.objects.visible_to(user).exclude(status=states.CANCELLED)
        started = Subquery(Plan.objects.filter(pk=OuterRef("subject")).values("started_at")[:1])
        mentions = Mention.objects.filter(
            fold__in=names.values("fold"), subject__in=plans.values("pk")
        )
        counted = (
            mentions.exclude(part=DEPENDED)
            .annotate(whose=whose, started=started)
            .values("whose")
            .annotate(count=Count("subject", distinct=True), last=Max("started"))
        )
        return {row["whose"]: Uses(row["count"], row["last"]) for row in counted}

    def chapters(
        self, user: Any, application: Application, *, page: str, now: datetime
    ) -> Iterable[Chapter]:
        past = history(user, application, page)
        yield Chapter("desk/applications/current.html", {"current": current(user, application)})
        yield Chapter("desk/applications/history.html", {"history": past})

    def releases(self, user: Any, application: Application, *, page: str) -> dict[str, Any]:
        return history_json(history(user, application, page))
