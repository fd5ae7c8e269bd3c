"""Machines that listen: one signed POST for each message."""

import hashlib
import hmac
import json
import time

import pytest
from django.db import transaction

from ground.clock import now
from notices.actions import add_robot, announce, deliver_due
from notices.models import BACK_OFF, Message
from tests.ground.outside_server import serving

pytestmark = pytest.mark.django_db
SECRET = "a secret of sixteen characters"


@pytest.fixture
def listener(settings, cast):
    """A server that answers 204, and the webhook that leads to it."""
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with serving(lambda request: (204, {}, b"")) as server:
        add_robot(
            kind="webhook", name="流水线", address=server.url("/hook"), secret=SECRET,
            is_default=True, by=cast.adm,
        )  # fmt: skip
        yield server


def tell(number=1):
    with transaction.atomic():
        announce(
            key=f"plan:1#{number}", kind="gate.signed", thread="plan:RP-2026-0001",
            subject="[RP-2026-0001] 联合发布", text=f"第 {number} 件事 <b>@all</b>",
            url="https://plans.example.com/plans/RP-2026-0001/", is_public=True,
        )  # fmt: skip


def test_the_body_says_it_all_and_is_signed(listener):
    tell()
    assert deliver_due(now()) == 1
    (request,) = listener.seen
    message = Message.objects.get()
    assert json.loads(request.body) == {
        "id": message.message_id.strip("<>"),
        "kind": "gate.signed",
        "thread": "plan:RP-2026-0001",
        "subject": "[RP-2026-0001] 联合发布",
        "text": "第 1 件事 <b>@all</b>",
        "url": "https://plans.example.com/plans/RP-2026-0001/",
        "at": message.created_at.isoformat(timespec="seconds"),
    }
    stamp = request.headers["X-ReleasePlan-Timestamp"]
    assert abs(int(stamp) - time.time()) < 60
    expected = hmac.new(SECRET.encode(), stamp.encode() + b"." + request.body, hashlib.sha256)
    assert request.headers["X-ReleasePlan-Signature"] == f"sha256={expected.hexdigest()}"
    assert request.headers["Content-Type"].startswith("application/json")


def test_many_are_never_gathered_nor_spaced(listener):
    for number in range(5):
        tell(number)
    assert deliver_due(now()) == 5
    assert len({json.loads(request.body)["id"] for request in listener.seen}) == 5


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, "sent"),
        (202, "sent"),
        (410, "dead"),
        (302, "waiting"),
        (404, "waiting"),
        (500, "waiting"),
    ],
)
def test_what_each_status_means(listener, status, state):
    listener.answer = lambda request: (status, {"Location": "https://elsewhere.example/"}, b"")
    tell()
    deliver_due(now())
    assert Message.objects.get().state == state
    assert len(listener.seen) == 1


def test_a_repeat_has_the_same_id_and_body(listener):
    listener.answer = lambda request: (503, {}, b"")
    tell()
    start = now()
    deliver_due(start)
    listener.answer = lambda request: (200, {}, b"")
    deliver_due(start + BACK_OFF[0])
    first, second = listener.seen
    assert first.body == second.body


def test_one_that_is_away_does_not_stop_another(listener, cast):
    add_robot(
        kind="webhook", name="坏的", address="http://127.0.0.1:1/", secret=SECRET, is_default=True,
        by=cast.adm,
    )  # fmt: skip
    for number in range(3):
        tell(number)
    deliver_due(now())
    assert len(listener.seen) == 3
    assert set(Message.objects.filter(robot__name="坏的").values_list("state", flat=True)) == {
        "waiting"
    }
