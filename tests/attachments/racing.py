"""Several people hang files at the same moment; run by test_postgresql.py."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from attachments.actions import attach
from attachments.models import Attachment
from attachments.reading import bytes_of
from ground.errors import Refusal
from ground.journal import verify
from people.models import User
from plans.actions import create_plan
from plans.models import Plan

AT_ONCE = 4
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mine() -> Plan:
    return create_plan(by=User.objects.create_user("ann"), title="发布")


def race(plan: Plan, files: list[bytes]) -> list[str]:
    """What becomes of each, all begun at once: "" or the code of the refusal."""
    ready = Barrier(len(files))

    def one(data: bytes) -> str:
        ready.wait()
        try:
            attach(plan, by=plan.owner, section="plan", file=SimpleUploadedFile("a.txt", data))
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(files)) as pool:
        return sorted(pool.map(one, files))


def test_the_same_file_hangs_once(mine: Plan) -> None:
    assert connection.vendor == "postgresql"
    assert race(mine, [b"one"] * AT_ONCE) == ["", *["wrong-state"] * (AT_ONCE - 1)]
    assert Attachment.objects.count() == 1 and verify(mine.chain) is None


def test_together_they_stay_within_the_plans_share(mine: Plan, settings: Any) -> None:
    settings.ATTACHMENTS_OF_PLAN_MB = 1
    files = [bytes([65 + number]) * 400_000 for number in range(AT_ONCE)]
    assert race(mine, files) == ["", "", "invalid", "invalid"]
    assert bytes_of(mine) == 800_000
