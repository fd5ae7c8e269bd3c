from celery import shared_task

from ground.clock import now
from notices.actions import deliver_due
from notices.waking import TASK


@shared_task(name=TASK)
def deliver() -> int:
    """Wakes the post; may run twice, late or never: the table says what is due."""
    return deliver_due(now())
