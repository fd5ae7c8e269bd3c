"""`manage.py clock`: wakes whatever is due, until it is told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gray import clock


class Command(BaseCommand):
    help = _("唤醒到期的工作：灰度、通知、计划。可以多开，只有一个在走。")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        clock.run(stop)
