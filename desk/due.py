"""What the clock asks of the desk: which files wait, and which have grown old."""

from datetime import datetime

from celery import current_app
from django.db.models import Min

from desk.actions.renderings import KEPT, TASK, forget_old, render_claimed
from desk.models import QUEUED, RUNNING, Rendering


def next_due() -> datetime | None:
    """When the next file is to be made, a lost claim runs out, or an old one goes."""
    rows = Rendering.objects.order_by()
    queued = rows.filter(state=QUEUED).aggregate(at=Min("asked_at"))["at"]
    claimed = rows.filter(state=RUNNING).aggregate(at=Min("claimed_until"))["at"]
    oldest = rows.aggregate(at=Min("finished_at"))["at"]
    return min(filter(None, (queued, claimed, oldest and oldest + KEPT)), default=None)


def wake(now: datetime) -> int:
    """Hand waiting files to the workers, and throw old ones away."""
    ids = list(Rendering.objects.due(now).values_list("pk", flat=True)[:20])
    for pk in ids:
        current_app.send_task(TASK, args=[[pk]])
    return len(ids) + forget_old(now)


def run(now: datetime) -> int:
    """The same in this process."""
    ids = list(Rendering.objects.due(now).values_list("pk", flat=True)[:20])
    for pk in ids:
        render_claimed(pk)
    return len(ids) + forget_old(now)
