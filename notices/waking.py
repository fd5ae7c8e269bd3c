"""Telling a worker that there is post; one who misses it is told again by the clock."""

from celery import current_app

TASK = "notices.deliver"


def wake() -> None:
    """Ask some worker to deliver what is due."""
    current_app.send_task(TASK)
