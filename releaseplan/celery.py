"""The Celery application. Tasks only wake workers; the tables say what is due."""

import logging
import os
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")
log = logging.getLogger("releaseplan.celery")


class Waker(Celery):
    """Sends wake-up calls; one that cannot be sent is no error.

    What it would have woken is due in a table, and the clock's sweep finds it
    when the broker is back.
    """

    def send_task(self, name: str, *args: Any, **options: Any) -> Any:
        try:
            return super().send_task(name, *args, **options)
        except OperationalError as error:
            log.warning("%s waits for the next sweep: broker away (%s)", name, error)
            return None


app = Waker("releaseplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["releaseplan"])
