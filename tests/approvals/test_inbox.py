"""What waits for one person at gates: for oneself, for others, by when, and who spoke to them."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from approvals.inbox import due_for
from approvals.models import Gate, Mention
from ground.clock import now
from people.models import Delegation
from plans.contribute import DueItem
from plans.models import Plan
from tests.approvals.hands import approve, gate, submitted

pytestmark = pytest.mark.django_db


def lines(user: Any) -> list[DueItem]:
    return due_for(user, now())


def stand_in(giver: Any, taker: Any) -> None:
    Delegation.objects.create(
        giver=giver, taker=taker, created_at=now(),
        begins_at=now() - timedelta(hours=1), ends_at=now() + timedelta(days=1),
    )  # fmt: skip


def see(client: Client, path: str = "/") -> str:
    return client.get(path).content.decode()


def test_a_delegate_reads_for_whom(plan: Plan, cast: SimpleNamespace, signed_in: Any) -> None:
    submitted(plan, cast.ann)
    assert lines(cast.eve) == []
    stand_in(cast.dev, cast.eve)
    assert [one.what for one in lines(cast.eve)] == ["代 戴维 签“提测”：整个计划的内容"]
    assert [one.what for one in lines(cast.dev)] == ["签“提测”：整个计划的内容"]
    assert "代 戴维 签“提测”" in see(signed_in(cast.eve))


def test_a_line_says_by_when_and_that_it_is_late(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    start = now() + timedelta(days=10)
    Plan.objects.filter(pk=plan.pk).update(window_start=start, window_end=start + timedelta(1))
    submitted(Plan.objects.get(pk=plan.pk), cast.ann)
    [line] = lines(cast.dev)
    assert line.due == start - timedelta(hours=72)
    client = signed_in(cast.dev)
    assert "截止" in see(client) and "已超时" not in see(client)
    assert "已超时" not in see(client, f"/plans/{plan.number}/gates/")
    Gate.objects.filter(plan=plan, key="submission").update(due_at=now() - timedelta(minutes=1))
    for path in ("/", f"/plans/{plan.number}/gates/", f"/plans/{plan.number}/gates/panel/"):
        assert "已超时" in see(client, path), path
    told = client.get(f"/api/v1/plans/{plan.number}/gates/").json()
    late = {one["key"]: one["is_overdue"] for one in told["results"]}
    assert late["submission"] is True and late["tested"] is False


def test_being_spoken_to_is_a_copy_until_it_is_read(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    submitted(plan, cast.ann)
    signed = approve(plan, "submission", cast.dev, comment="@皮雅 文案请再看")
    Mention.objects.filter(signoff=signed).delete()
    mention = Mention.objects.create(signoff=signed, person=cast.pia)
    [line] = [one for one in lines(cast.pia) if not one.mine]
    assert line.what == "戴维 在“提测”的意见里提到了你：@皮雅 文案请再看"
    assert line.url == gate(plan, "submission").get_absolute_url()
    assert "提到了你" in see(signed_in(cast.pia), "/?show=copies")
    assert "提到了你" not in see(signed_in(cast.pia))
    Mention.objects.filter(pk=mention.pk).update(read_at=now())
    assert [one for one in lines(cast.pia) if not one.mine] == []


def test_who_may_not_see_the_plan_reads_no_mention(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    signed = approve(plan, "submission", cast.dev, comment="@伊芙 看")
    Mention.objects.get_or_create(signoff=signed, person=cast.eve)
    assert len(lines(cast.eve)) == 1
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    assert lines(cast.eve) == []
