"""One racer: gets ready, waits for the start, acts, and says in one line how it went.

`python -m tests.plans.racer FOLDER NAME VERB`; VERB is prepare, confirm or refuse.
"""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")
django.setup()

from calendars.models import Freeze  # noqa: E402 - Django first
from ground.clock import now  # noqa: E402
from people.models import User  # noqa: E402
from plans.actions import (  # noqa: E402
    add_rows,
    ask_override,
    confirm_override,
    create_plan,
    refuse_override,
)
from plans.models import Override, Plan  # noqa: E402
from tests.conftest import MEMBERS, NAMES  # noqa: E402
from tests.racing import run  # noqa: E402

WHY = "支付回调失败，等不到解封"


def prepare() -> None:
    """A plan under way inside a freeze, with an override that oli asks for."""
    people = {
        name: User.objects.create_user(name, email=f"{name}@example.test", display_name=called)
        for name, called in NAMES.items()
    }
    plan = create_plan(by=people["ann"], title="下单返豆")
    add_rows(plan, "members", by=people["ann"], rows=MEMBERS)
    Plan.objects.update(status="releasing", started_at=now())
    day = timedelta(days=1)
    Freeze.objects.create(reason="大促", start=now() - day, end=now() + day)
    ask_override(Plan.objects.get(), by=people["oli"], reason=WHY, minutes=30)


def act(name: str, verb: str) -> Callable[[], Any]:
    """What this racer does when the start is given."""
    person = User.objects.get(username=name)
    override = Override.objects.select_related("plan").first()
    assert override
    verbs: dict[str, Callable[[], Any]] = {
        "confirm": lambda: confirm_override(override, by=person),
        "refuse": lambda: refuse_override(override, by=person, reason="再等等"),
    }
    return verbs[verb]


if __name__ == "__main__":
    place, who, what = sys.argv[1:]
    if what == "prepare":
        prepare()
    else:
        run(Path(place), who, act(who, what))
