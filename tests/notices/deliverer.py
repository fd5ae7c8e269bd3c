"""A process of its own that posts and delivers, for tests that kill it.

`python -m tests.notices.deliverer post N` posts N messages; `… deliver` delivers what
is due; `… deliver SECONDS` does so as if that much later. `… robot KIND URL` adds a robot
that hears everything, `… tell N` tells it N things.
"""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")
django.setup()

from django.db import transaction  # noqa: E402 - after setup()

from ground.clock import now  # noqa: E402
from notices.actions import add_robot, announce, deliver_due, post  # noqa: E402
from people.models import User  # noqa: E402


def post_many(count: int, channel: str = "email") -> None:
    for number in range(count):
        with transaction.atomic():
            post(
                key=f"k{number}",
                to=None,
                address="p@example.test" if channel == "digest" else f"p{number}@example.test",
                channel=channel,
                subject=f"第 {number} 封",
                text="内容",
                thread="plan:RP-2026-0001",
            )


def add(kind: str, url: str) -> None:
    root = User.objects.create_user("root", is_superuser=True)
    add_robot(kind=kind, name="发布群", address=url, is_default=True, by=root)


def tell(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            announce(
                key=f"e{number}", kind="gate.signed", thread="plan:RP-2026-0001",
                subject="联合发布", text=f"第 {number} 件事（{'长' * 60}）", is_public=True,
            )  # fmt: skip


def deliver(seconds: int = 0) -> None:
    deliver_due(now() + timedelta(seconds=seconds))


verb, *words = sys.argv[1:]
{"post": post_many, "robot": add, "tell": tell, "deliver": deliver}[verb](
    *(int(word) if word.isdigit() else word for word in words)
)
