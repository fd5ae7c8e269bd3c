"""Signing for somebody else, through the doors: what a delegation gives, and what it never does."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from approvals.actions import settle_plan
from approvals.inbox import due_for
from approvals.models import SignOff
from ground.clock import now
from ground.errors import Denied, Stale, WrongState
from ground.models import Event
from people.actions import deactivate, delegate, revoke_delegation
from people.models import Delegation
from plans.actions import add_rows
from plans.models import Plan
from tests.approvals.hands import approve, digest, gate, state, submitted, up_to_review

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SignedIn = Callable[[Any], Client]


def give(giver: Any, taker: Any, days: int = 5) -> Delegation:
    today = timezone.localtime(now(), timezone.get_default_timezone()).date()
    return delegate(giver, by=giver, taker=taker, first=today, last=today + timedelta(days))


def test_a_delegate_signs_and_both_names_are_shown(
    plan: Plan, cast: SimpleNamespace, signed_in: SignedIn
) -> None:
    made = give(cast.oli, cast.eve)
    up_to_review(plan, cast)
    client, page = signed_in(cast.eve), f"/plans/{plan.number}/gates/"
    assert f"伊芙（代欧力，至 {made.last_day:%m-%d}）" in client.get(page).content.decode()
    assert any("上线评审" in item.what for item in due_for(cast.eve, now()))
    body = {"decision": "approve", "digest": digest(plan, "go_no_go")}
    url = f"{page}{gate(plan, 'go_no_go').pk}/signoffs/"
    assert client.post(url, body).status_code == 409, "not without knowing for whom"
    assert client.post(url, {**body, "on_behalf_of": cast.oli.pk}).status_code == 302
    assert "伊芙 代 欧力" in client.get(page).content.decode()
    assert Event.objects.filter(chain=plan.chain, kind="gate.signed_for").count() == 1


def test_one_authority_one_signature(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.oli, cast.eve)
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.eve, on_behalf_of=cast.oli.pk)
    with pytest.raises(WrongState, match="已经代你签过"):
        approve(plan, "go_no_go", cast.oli)


def test_a_delegate_of_the_submitter_does_not_sign(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.ann, cast.eve)
    up_to_review(plan, cast)
    with pytest.raises(Denied, match="不能代签"):
        approve(plan, "go_no_go", cast.eve, on_behalf_of=cast.ann.pk)


def test_the_submitter_signs_for_nobody(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.oli, cast.ann)
    up_to_review(plan, cast)
    with pytest.raises(Denied, match="你提交的"):
        approve(plan, "go_no_go", cast.ann, on_behalf_of=cast.oli.pk)


def test_an_edit_of_the_giver_bars_the_delegate(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.dev, cast.eve)
    submitted(plan, cast.ann)
    add_rows(plan, "risks", by=cast.dev, rows=[{"title": "缓存击穿"}])
    with pytest.raises(Denied, match="不能代签"):
        approve(plan, "submission", cast.eve, on_behalf_of=cast.dev.pk)
    with pytest.raises(Denied):
        approve(plan, "submission", cast.dev)


def test_nothing_is_handed_on(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.dev, cast.eve)
    give(cast.eve, cast.adm)
    submitted(plan, cast.ann)
    for principal in (cast.dev.pk, cast.eve.pk, 0):
        with pytest.raises(Denied, match="发布人员"):
            approve(plan, "submission", cast.adm, on_behalf_of=principal)


def test_what_was_signed_stands_when_it_ends(plan: Plan, cast: SimpleNamespace) -> None:
    made = give(cast.dev, cast.eve)
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.eve, on_behalf_of=cast.dev.pk)
    revoke_delegation(made, by=cast.dev)
    settle_plan(plan, by=None)
    assert SignOff.objects.get().state == "signed" and state(plan, "submission") == "signed"


def test_not_before_not_after_and_not_when_revoked(plan: Plan, cast: SimpleNamespace) -> None:
    made = give(cast.dev, cast.eve, days=1)
    submitted(plan, cast.ann)
    for moment in (made.begins_at - timedelta(seconds=1), made.ends_at):
        with time_machine.travel(moment, tick=False), pytest.raises(Denied):
            approve(plan, "submission", cast.eve, on_behalf_of=cast.dev.pk)
    revoke_delegation(made, by=cast.eve)
    with pytest.raises(Denied):
        approve(plan, "submission", cast.eve, on_behalf_of=cast.dev.pk)


@pytest.mark.parametrize("who", ["dev", "eve"])
def test_a_deactivated_side_does_nothing(plan: Plan, cast: SimpleNamespace, who: str) -> None:
    give(cast.dev, cast.eve)
    submitted(plan, cast.ann)
    deactivate(getattr(cast, who), by=cast.adm)
    with pytest.raises(Denied):
        approve(plan, "submission", cast.eve, on_behalf_of=cast.dev.pk)


def test_it_opens_no_private_plan(plan: Plan, cast: SimpleNamespace, signed_in: SignedIn) -> None:
    give(cast.dev, cast.eve)
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    submitted(Plan.objects.get(pk=plan.pk), cast.ann)
    assert signed_in(cast.eve).get(f"/plans/{plan.number}/gates/").status_code == 404
    assert not due_for(cast.eve, now())


def test_a_page_from_before_the_delegation_is_stale(plan: Plan, cast: SimpleNamespace) -> None:
    """Who opened the form as a delegate and plays the part meanwhile signs knowingly."""
    give(cast.rob, cast.dev)
    submitted(plan, cast.ann)
    with pytest.raises(Stale, match="身份"):
        approve(plan, "submission", cast.dev, on_behalf_of=cast.rob.pk)


def test_a_part_that_asks_for_a_role_of_the_installation_asks_the_delegate_too(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "sql_changes", by=cast.ann, rows=[{"statement": "ALTER TABLE a ADD b INT"}])
    cast.dan.roles = ["dba"]
    cast.dan.save(update_fields=["roles"])
    give(cast.dan, cast.eve)
    up_to_review(plan, cast)
    for name in ("dev", "rob", "oli", "pia"):
        approve(plan, "go_no_go", getattr(cast, name))
    with pytest.raises(Denied):
        approve(plan, "database", cast.eve, on_behalf_of=cast.dan.pk)
    cast.eve.roles = ["dba"]
    cast.eve.save(update_fields=["roles"])
    approve(plan, "database", cast.eve, on_behalf_of=cast.dan.pk)
    assert state(plan, "database") == "signed"
