"""Asking for a rendering, making it, and throwing it away."""

import logging
import tempfile
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.core.files import File
from django.db import transaction
from django.utils import translation

from desk.exports import Export, find_export
from desk.models import DONE, FAILED, QUEUED, RUNNING, Rendering
from ground.clock import now
from ground.errors import Refusal
from ground.journal import head_of
from ground.policies import authorize
from plans.models import Plan

log = logging.getLogger("releaseplan.exports")

TASK = "desk.render"
CLAIM = timedelta(minutes=6)
"""Longer than the longest rendering may take."""

KEPT = timedelta(days=1)
EVERY_PAGES = 5
"""So many pages are laid out between two writes of the progress."""


@transaction.atomic
def ask(plan: Plan, export: Export, *, by: Any) -> Rendering:
    """The rendering of the plan as it stands now; a failed one is tried again."""
    authorize(by, "plan.view", plan)
    rendering, fresh = Rendering.objects.get_or_create(
        plan=plan,
        kind=export.key,
        language=translation.get_language() or "",
        head=head_of(plan.chain),
        defaults={"asked_by": by, "asked_at": now()},
    )
    again = {"state": QUEUED, "error": "", "step": 0, "pages": 0, "finished_at": None}
    if Rendering.objects.filter(pk=rendering.pk, state=FAILED).update(**again):
        rendering.refresh_from_db()
    if fresh or rendering.state == QUEUED:
        transaction.on_commit(lambda: current_app.send_task(TASK, args=[[rendering.pk]]))
    return rendering


def claim(pk: int, moment: datetime) -> Rendering | None:
    """Take a due rendering; None when somebody else has it."""
    taken = Rendering.objects.due(moment).filter(pk=pk)
    if not taken.update(state=RUNNING, claimed_until=moment + CLAIM, step=0, pages=0):
        return None
    return Rendering.objects.select_related("plan").get(pk=pk)


def render_claimed(pk: int) -> None:
    """Make the file of a due rendering; harmless when it is not due any more."""
    rendering = claim(pk, now())
    if rendering is None:
        return
    try:
        with translation.override(rendering.language):
            _make(rendering, find_export(rendering.kind))
    except Exception as error:
        refusal = error.detail if isinstance(error, Refusal) else type(error).__name__
        _end(rendering, state=FAILED, error=refusal[:500])
        if not isinstance(error, Refusal):
            log.exception("rendering %s", pk)


def forget_old(moment: datetime) -> int:
    """Delete the files and rows that have been ready for a day; how many."""
    old = list(Rendering.objects.filter(finished_at__lte=moment - KEPT)[:100])
    for rendering in old:
        if rendering.file:
            rendering.file.delete(save=False)
        rendering.delete()
    return len(old)


def _make(rendering: Rendering, export: Export) -> None:
    """On the disk, not in memory: a bundle has any number of files in it."""
    name = f"{rendering.plan.number}.{export.ending or export.key}"
    with tempfile.TemporaryFile() as made:
        export.write(rendering.plan, made, _teller(rendering))
        rendering.file.save(name, File(made), save=False)
    _end(rendering, state=DONE, file=rendering.file.name)


def _end(rendering: Rendering, **values: Any) -> None:
    Rendering.objects.filter(pk=rendering.pk, state=RUNNING).update(
        claimed_until=None, finished_at=now(), **values
    )


def _teller(rendering: Rendering) -> Any:
    """Writes the steps, and every few pages, for the page that waits."""

    def tell(what: str, number: int) -> None:
        if what == "step":
            Rendering.objects.filter(pk=rendering.pk).update(step=number)
        elif what == "page" and number % EVERY_PAGES == 0:
            Rendering.objects.filter(pk=rendering.pk).update(step=5, pages=number)

    return tell
