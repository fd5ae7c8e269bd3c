"""Links in mails: looking never acts, deciding is done once, in person, on one content."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.actions import remind
from approvals.models import SignLink, SignOff
from ground.clock import now
from notices.models import Message
from plans.actions import add_rows
from plans.models import Plan
from tests.approvals.hands import approve, gate, state, submitted, up_to_review

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], Client]
LINK = re.compile(r"/sign/[\w-]{43}/")


def mailed(person: Any, kind: str = "gate.opened") -> str:
    """The path of the link in the newest mail to that person."""
    message = Message.objects.filter(to=person, kind=kind, channel="email").latest("pk")
    found = set(LINK.findall(message.text)) | set(LINK.findall(message.html))
    assert len(found) == 1, message.text
    return found.pop()


def test_every_signer_has_a_link_of_their_own(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    paths = {mailed(getattr(cast, name)) for name in ("dev", "rob", "oli", "pia")}
    assert len(paths) == 4
    kept = " ".join(SignLink.objects.values_list("token", flat=True))
    assert not [path for path in paths if path.split("/")[2] in kept], "only hashes are kept"
    assert not Message.objects.exclude(url="").filter(url__contains="/sign/").exists()


def test_looking_changes_nothing(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    submitted(plan, cast.ann)
    path, client = mailed(cast.dev), signed_in(cast.dev)
    scanner = Client()
    assert scanner.get(path).headers["Location"] == f"/login/?next={path}"
    for method in ("get", "head", "get"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = getattr(client, method)(path, headers={"Sec-Purpose": "prefetch"})
        assert answer.status_code == 200
        assert not [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE"))]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    page = client.get(path).content.decode()
    assert "http-equiv" not in page and f'action="{path}"' in page
    assert not SignOff.objects.exists() and not SignLink.objects.exclude(used_at=None).exists()


def test_deciding_once(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    submitted(plan, cast.ann)
    path, client = mailed(cast.dev), signed_in(cast.dev)
    answer = client.post(path, {"decision": "approve", "comment": "好"})
    assert answer.status_code == 302 and state(plan, "submission") == "signed"
    assert SignOff.objects.get().comment == "好"
    again = client.post(path, {"decision": "reject", "comment": "反悔"})
    assert again.status_code == 409 and "用过" in again.content.decode()
    assert "已经用过" in client.get(path).content.decode()
    assert SignOff.objects.count() == 1


def test_a_link_rejects_too(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    submitted(plan, cast.ann)
    path, client = mailed(cast.dev), signed_in(cast.dev)
    assert client.post(path, {"decision": "reject"}).status_code == 400
    assert SignLink.objects.filter(used_at=None, person=cast.dev).exists(), "a refusal uses nothing"
    assert client.post(path, {"decision": "reject", "comment": "缺包"}).status_code == 302
    assert state(plan, "submission") == "rejected"


@pytest.mark.parametrize("name", ["rob", "ann", "adm", "eve"])
def test_nobody_uses_the_link_of_somebody_else(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn, name: str
) -> None:
    submitted(plan, cast.ann)
    path, client = mailed(cast.dev), signed_in(getattr(cast, name))
    for answer in (client.get(path), client.post(path, {"decision": "approve"})):
        assert answer.status_code == 403 and "不是寄给你的" in answer.content.decode()
    assert not SignOff.objects.exists()


def test_an_unknown_link_leads_nowhere(cast: SimpleNamespace, signed_in: SignedIn) -> None:
    assert signed_in(cast.dev).get("/sign/abc/").status_code == 404


def test_changed_content_is_not_signed_by_an_old_link(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    path, client = mailed(cast.dev), signed_in(cast.dev)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "缓存击穿"}])
    page = client.get(path).content.decode()
    assert "内容有改动" in page and f"#gate-{gate(plan, 'submission').pk}" in page
    answer = client.post(path, {"decision": "approve"})
    assert answer.status_code == 409 and not SignOff.objects.exists()


def test_a_link_lives_for_a_week(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    submitted(plan, cast.ann)
    path = mailed(cast.dev)
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        client = signed_in(cast.dev)
        assert "过期" in client.get(path).content.decode()
        answer = client.post(path, {"decision": "approve"})
    assert answer.status_code == 409 and not SignOff.objects.exists()


def test_a_reminder_brings_another(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    submitted(plan, cast.ann)
    remind(gate(plan, "submission"), by=cast.ann)
    path = mailed(cast.dev, "gate.reminded")
    assert path != mailed(cast.dev)
    assert signed_in(cast.dev).post(path, {"decision": "approve"}).status_code == 302


def test_a_link_of_a_signed_gate_says_so(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    path = mailed(cast.dev)
    approve(plan, "submission", cast.dev)
    client = signed_in(cast.dev)
    assert "已经签完" in client.get(path).content.decode()
    assert client.post(path, {"decision": "approve"}).status_code == 409


def test_whoever_lost_the_part_does_not_sign_by_link(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    path, client = mailed(cast.dev), signed_in(cast.dev)
    Plan.objects.filter(pk=plan.pk).update(submitted_by=cast.dev)
    answer = client.post(path, {"decision": "approve"})
    assert answer.status_code == 403 and not SignOff.objects.exists()
