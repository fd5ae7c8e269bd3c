"""One racer: gets ready, waits for the start, acts, and says in one line how it went.

`python -m tests.approvals.racer FOLDER NAME VERB [KEY]`; VERB is prepare, sign, edit,
withdraw, ask, confirm or take_back.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")
django.setup()

from approvals.actions import (  # noqa: E402 - Django first
    ask_waiver,
    confirm_waiver,
    take_back,
    withdraw,
)
from approvals.models import SignOff, Waiver  # noqa: E402
from people.models import User  # noqa: E402
from plans.actions import add_rows, create_plan  # noqa: E402
from plans.models import Plan  # noqa: E402
from tests.approvals.hands import approve, digest, gate, up_to_review  # noqa: E402
from tests.conftest import MEMBERS, NAMES  # noqa: E402
from tests.racing import run  # noqa: E402


def prepare() -> None:
    """A plan whose go/no-go is open, with two testers."""
    people = {name: User.objects.create_user(name, email=f"{name}@example.test",
                                             display_name=called)
              for name, called in NAMES.items()}  # fmt: skip
    plan = create_plan(by=people["ann"], title="下单返豆")
    second = {"role": "测试", "name": "伊芙", "user": "eve"}
    add_rows(plan, "members", by=people["ann"], rows=[*MEMBERS, second])
    up_to_review(Plan.objects.get(), SimpleNamespace(**people))


def act(name: str, verb: str, key: str) -> Callable[[], Any]:
    """What this racer does when the start is given."""
    plan, person = Plan.objects.get(), User.objects.get(username=name)
    verbs: dict[str, Callable[[], Any]] = {
        "sign": lambda: approve(plan, key, person),
        "edit": lambda: add_rows(plan, "risks", by=person, rows=[{"title": "缓存击穿"}]),
        "withdraw": lambda: withdraw(plan, by=person, reason="再看看"),
        "ask": lambda: ask_waiver(
            gate(plan, key), by=person, reason="值班的人全都联系不上了", digest=digest(plan, key)
        ),
        "confirm": lambda: confirm_waiver(_waiver(), by=person, digest=digest(plan, key)),
        "take_back": lambda: take_back(_signed(key, person), by=person, reason="口径不对"),
    }
    return verbs[verb]


def _waiver() -> Waiver:
    return Waiver.objects.select_related("gate__plan").get()


def _signed(key: str, person: User) -> SignOff:
    found = SignOff.objects.select_related("gate__plan")
    return found.get(gate__key=key, signer=person, state="signed")


if __name__ == "__main__":
    place, who, what, *rest = sys.argv[1:]
    if what == "prepare":
        prepare()
    else:
        run(Path(place), who, act(who, what, rest[0] if rest else ""))
