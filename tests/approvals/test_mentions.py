"""@name in comments of sign-offs and reasons of rejects."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from approvals.inbox import due_for
from approvals.models import Mention, SignOff
from ground.clock import now
from notices.models import Message
from plans.actions import add_rows
from plans.models import Plan
from tests.approvals.hands import approve, digest, gate, reject, state, submitted

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], Client]


def lines(person: Any) -> list[str]:
    return [item.what for item in due_for(person, now()) if not item.mine]


def test_whoever_is_named_hears_of_it(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev, comment="@罗博 先看退款，@eve 也看一下，@戴维")
    assert set(Mention.objects.values_list("person__username", flat=True)) == {"rob", "eve"}
    mails = Message.objects.filter(kind="gate.mentioned", channel="email")
    assert set(mails.values_list("to__username", flat=True)) == {"rob", "eve"}
    assert {mail.thread for mail in mails} == {plan.chain}
    assert lines(cast.rob) == [
        "戴维 在“提测”的意见里提到了你：@罗博 先看退款，@eve 也看一下，@戴维"
    ]
    client, page = signed_in(cast.rob), f"/plans/{plan.number}/gates/"
    assert f'hx-post="{page}mentions/"' in client.get(page).content.decode()
    assert lines(cast.rob), "a GET has read nothing"
    assert client.post(f"{page}mentions/").status_code == 204
    assert not lines(cast.rob) and lines(cast.eve)
    assert f'hx-post="{page}mentions/"' not in client.get(page).content.decode()


def test_in_the_reason_of_a_reject(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    reject(plan, "submission", cast.dev, "缺回滚脚本 @安然")
    assert lines(cast.ann) == ["戴维 在“提测”的意见里提到了你：缺回滚脚本 @安然"]


def test_nobody_hears_of_a_plan_that_they_may_not_see(plan: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    plan.refresh_from_db()
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev, comment="@伊芙 @罗博 看一下")
    assert set(Mention.objects.values_list("person__username", flat=True)) == {"rob"}
    assert not Message.objects.filter(to=cast.eve).exists()


def test_signing_again_in_one_tap(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    """Beside what changed since; it carries exactly the digest that the page shows."""
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "缓存击穿"}])
    client, page = signed_in(cast.dev), f"/plans/{plan.number}/gates/"
    shown = client.get(page).content.decode()
    assert "看过了，重签" in shown
    assert "看过了，重签" not in signed_in(cast.rob).get(page).content.decode()
    void = SignOff.objects.get(state="void")
    since = client.get(f"{page}{void.gate_id}/since/{void.pk}/").content.decode()
    assert "缓存击穿" in since
    body = {"decision": "approve", "digest": digest(plan, "submission"), "on_behalf_of": "0"}
    assert body["digest"] in shown
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "又改了"}])
    url = f"{page}{gate(plan, 'submission').pk}/signoffs/"
    assert client.post(url, body).status_code == 409, "not what the page had shown"
    body["digest"] = digest(plan, "submission")
    assert client.post(url, body).status_code == 302
    assert state(plan, "submission") == "signed"
