"""A plan for members only is told to nobody else, by whatever road news go."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from approvals.actions import ask_waiver, confirm_waiver, sign
from approvals.inbox import due_for
from approvals.models import Gate, Mention
from ground.clock import now
from notices.models import Message
from people.actions import delegate
from plans.actions import change_plan, delete_rows
from plans.models import Plan
from plans.tables.registry import section
from tests.approvals.hands import approve, digest, gate, submitted

pytestmark = pytest.mark.django_db
WHY = "测试负责人出差，今晚必须修复支付"


@pytest.fixture
def hidden(plan: Plan, cast: SimpleNamespace) -> Plan:
    """Submitted, and seen by its members only; nobody was mailed yet."""
    values = {"visibility": "members"}
    change_plan(plan, by=cast.ann, version=plan.version_lock, values=values)
    submitted(Plan.objects.get(pk=plan.pk), cast.ann)
    Message.objects.all().delete()
    return Plan.objects.get(pk=plan.pk)


def told(plan: Plan) -> set[str]:
    """User names of those to whom anything was written about the plan."""
    sent = Message.objects.filter(thread=plan.chain, to__isnull=False)
    return set(sent.values_list("to__username", flat=True))


def test_a_broken_glass_is_told_to_no_administrator(hidden: Plan, cast: SimpleNamespace) -> None:
    asked = {"reason": WHY, "digest": digest(hidden, "submission")}
    waiver = ask_waiver(gate(hidden, "submission"), by=cast.oli, **asked)
    confirm_waiver(waiver, by=cast.rob, digest=digest(hidden, "submission"))
    assert told(hidden) == {"ann", "dev", "rob", "dan", "oli", "pia"}


def test_whoever_left_hears_nothing_of_what_becomes_of_the_signature(
    hidden: Plan, cast: SimpleNamespace
) -> None:
    approve(hidden, "submission", cast.dev)
    Message.objects.all().delete()
    row = section("members").rows(hidden).get(name="戴维")
    delete_rows(Plan.objects.get(pk=hidden.pk), "members", by=cast.ann, ids=[row.pk], reason="调岗")
    assert Gate.objects.get(plan=hidden, key="submission").state == "open", "the signature is void"
    assert told(hidden) and "dev" not in told(hidden)


def test_a_delegation_and_a_mention_open_nothing(
    hidden: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    today = timezone.localtime(now(), timezone.get_default_timezone()).date()
    last = today + timedelta(days=1)
    delegate(cast.rob, by=cast.rob, taker=cast.eve, first=today, last=last)
    comment = "@伊芙 @eve @管理员 看一下"
    sign(gate(hidden, "submission"), by=cast.dev, decision="approve",
         digest=digest(hidden, "submission"), comment=comment)  # fmt: skip
    assert gate(hidden, "tested").state == "open"
    assert not Mention.objects.exists()
    assert not told(hidden) & {"eve", "adm"}
    client: Client = signed_in(cast.eve)
    assert not [item for item in due_for(cast.eve, now()) if item.plan == hidden]
    page = client.get("/").content.decode()
    assert hidden.number not in page and hidden.title not in page
    member = signed_in(cast.ann)
    for place in ("gates", "messages", "attachments"):
        for address in (
            f"/plans/{hidden.number}/{place}/",
            f"/api/v1/plans/{hidden.number}/{place}/",
        ):
            assert (client.get(address).status_code, member.get(address).status_code) == (404, 200)
