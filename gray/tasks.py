import logging

from celery import shared_task

from gray import due
from gray.actions import look
from ground.clock import now

log = logging.getLogger("releaseplan.gray")


@shared_task(name=due.TASK)
def look_at(ids: list[int]) -> None:
    """Look at these ramps; one that fails does not stop the others, and is claimed again."""
    for pk in ids:
        try:
            look(pk, now=now())
        except Exception:
            log.exception("ramp run %s could not be looked at", pk)
