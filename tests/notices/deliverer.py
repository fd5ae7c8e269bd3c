"""A process of its own that posts and delivers, for tests that kill it.

`python -m tests.notices.deliverer post N` posts N messages; `… deliver` delivers what
is due; `… deliver SECONDS` does so as if that much later.
"""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")
django.setup()

from django.db import transaction  # noqa: E402 - after setup()

from ground.clock import now  # noqa: E402
from notices.actions import deliver_due, post  # noqa: E402


def post_many(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            post(
                key=f"k{number}",
                to=None,
                address=f"p{number}@example.test",
                subject=f"第 {number} 封",
                text="内容",
                thread="plan:RP-2026-0001",
            )


verb, *numbers = sys.argv[1:]
number = int(numbers[0]) if numbers else 0
if verb == "post":
    post_many(number)
else:
    deliver_due(now() + timedelta(seconds=number))
