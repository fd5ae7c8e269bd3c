"""What beat asks for: somebody has to notice when the clock stands still."""

import logging

from celery import shared_task

from releaseplan import health

log = logging.getLogger("releaseplan.clock")


@shared_task(name="releaseplan.watch_clock")
def watch_clock() -> None:
    """A line at level CRITICAL (and so a Sentry event) while no clock beats."""
    state = health.ask_clock()
    if state != "ok":
        log.critical("the clock stands still: %s; nothing due will happen until one runs", state)
