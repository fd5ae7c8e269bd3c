"""Delegates, broken glasses and resubmissions: no way round leads back to one pair of eyes."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.actions import ask_waiver, confirm_waiver, review_waiver, take_back, withdraw
from approvals.models import SignOff, Waiver
from ground.clock import now
from ground.errors import Denied, Refusal, Stale, WrongState
from people.actions import deactivate, delegate
from people.models import User
from plans.actions import add_rows, save_row
from plans.models import Plan
from plans.tables.registry import section
from tests.approvals.hands import (
    approve,
    digest,
    gate,
    reject,
    state,
    submitted,
    up_to_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]
WHY = "测试负责人出差，今晚必须修复支付"


def give(giver: User, taker: User) -> None:
    today = timezone.localtime(now(), timezone.get_default_timezone()).date()
    delegate(giver, by=giver, taker=taker, first=today, last=today + timedelta(days=3))


def join(plan: Plan, username: str, name: str, **member: Any) -> User:
    """One more account, and a member of the plan with that part."""
    person = User.objects.create_user(username, display_name=name, email=f"{username}@example.test")
    add_rows(plan, "members", by=plan.owner, rows=[{"name": name, **member}])
    return person


def ask(plan: Plan, key: str, by: User) -> Waiver:
    return ask_waiver(gate(plan, key), by=by, reason=WHY, digest=digest(plan, key))


def confirm(plan: Plan, waiver: Waiver, by: User) -> Waiver:
    return confirm_waiver(waiver, by=by, digest=digest(plan, waiver.gate.key))


def test_mutual_delegation_gives_two_people_two_signatures_and_no_third(
    plan: Plan, cast: SimpleNamespace
) -> None:
    give(cast.oli, cast.pia)
    give(cast.pia, cast.oli)
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.oli)
    with pytest.raises(WrongState, match="已经签过"):
        approve(plan, "go_no_go", cast.oli, on_behalf_of=cast.pia.pk)
    approve(plan, "go_no_go", cast.pia)
    with pytest.raises(WrongState, match="已经签过"):
        approve(plan, "go_no_go", cast.pia, on_behalf_of=cast.oli.pk)
    assert SignOff.objects.filter(gate__key="go_no_go").count() == 2


def test_the_submitter_signs_for_nobody_and_nobody_for_the_submitter(
    plan: Plan, cast: SimpleNamespace
) -> None:
    give(cast.dev, cast.ann)
    give(cast.ann, cast.pia)
    submitted(plan, cast.ann)
    for person, whom in ((cast.ann, cast.dev), (cast.pia, cast.ann)):
        with pytest.raises(Denied):
            approve(plan, "submission", person, on_behalf_of=whom.pk)
    assert not SignOff.objects.exists()


def test_a_chain_of_delegations_ends_at_the_first(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.dev, cast.dan)
    give(cast.dan, cast.eve)
    submitted(plan, cast.ann)
    with pytest.raises(Denied):
        approve(plan, "submission", cast.eve, on_behalf_of=cast.dev.pk)


def test_nobody_gives_away_the_signature_of_somebody_else(cast: SimpleNamespace) -> None:
    today = timezone.localtime(now(), timezone.get_default_timezone()).date()
    for person in (cast.eve, cast.adm):
        with pytest.raises(Denied):
            delegate(cast.rob, by=person, taker=cast.eve, first=today, last=today)


def test_whoever_edited_late_signs_for_nobody_either(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.rob, cast.dev)
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    row = section("apps").rows(plan).first()
    row.plan = Plan.objects.get(pk=plan.pk)
    save_row(row, by=cast.dev, version=row.row_version, values={"risk": "改过"})
    assert state(plan, "submission") == "open", "the signature is void"
    with pytest.raises(Denied):
        approve(plan, "submission", cast.dev)
    second = join(plan, "deva", "戴娃", role="开发负责人", is_lead=True)
    approve(plan, "submission", second)
    with pytest.raises(Denied):
        approve(plan, "tested", cast.dev, on_behalf_of=cast.rob.pk)


def test_a_signature_for_whoever_submits_anew_ends(plan: Plan, cast: SimpleNamespace) -> None:
    """Signed for the project manager, who then submits: the content is the same, the signature ends."""
    manager = join(plan, "pim", "皮姆", role="项目经理")
    second = join(plan, "olaf", "欧拉", role="运维")
    give(manager, cast.oli)
    up_to_review(plan, cast)
    approve(plan, "go_no_go", second)
    made = approve(plan, "go_no_go", cast.oli, on_behalf_of=manager.pk)
    withdraw(plan, by=cast.ann, reason="换人提交")
    submitted(plan, manager)
    made.refresh_from_db()
    assert (made.state, made.ended_why) == ("void", "barred")
    other = SignOff.objects.get(signer=second)
    assert other.state == "signed", "what nobody is barred from stays"


def test_a_principal_does_not_take_back_what_the_delegate_signed(
    plan: Plan, cast: SimpleNamespace
) -> None:
    give(cast.oli, cast.eve)
    up_to_review(plan, cast)
    made = approve(plan, "go_no_go", cast.eve, on_behalf_of=cast.oli.pk)
    own = approve(plan, "go_no_go", cast.rob)
    for signoff, person in ((made, cast.oli), (own, cast.eve), (own, cast.ann), (own, cast.adm)):
        with pytest.raises(Denied):
            take_back(signoff, by=person, reason="不算")
    take_back(made, by=cast.eve, reason="看错了")
    approve(plan, "go_no_go", cast.oli)
    assert SignOff.objects.get(signer=cast.oli).on_behalf_of is None


def test_taking_back_and_editing_does_not_make_a_signer_again(
    plan: Plan, cast: SimpleNamespace
) -> None:
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    made = approve(plan, "tested", cast.rob)
    take_back(made, by=cast.rob, reason="再看看")
    add_rows(plan, "cases", by=cast.rob, rows=[{"group": "下单", "title": "新", "phase": "生产"}])
    with pytest.raises(Refusal):
        approve(plan, "tested", cast.rob)
    assert not SignOff.objects.filter(signer=cast.rob, state="signed").exists()


def test_a_delegate_does_not_review_for_whoever_broke_the_glass(
    plan: Plan, cast: SimpleNamespace
) -> None:
    second = join(plan, "deva", "戴娃", role="开发负责人", is_lead=True)
    submitted(plan, cast.ann)
    waiver = confirm(plan, ask(plan, "submission", cast.dev), cast.oli)
    give(cast.dev, cast.eve)
    with pytest.raises(Denied, match="委托给你的人"):
        review_waiver(waiver, by=cast.eve, comment="看过了")
    review_waiver(waiver, by=second, comment="看过了")
    waiver.refresh_from_db()
    assert waiver.state == "reviewed"


def test_whoever_is_gone_asked_for_nothing_any_more(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    deactivate(cast.oli, by=cast.adm)
    with pytest.raises(Denied, match="重新提出"):
        confirm(plan, waiver, cast.rob)
    assert state(plan, "submission") == "open"


def test_the_delegate_of_the_asker_is_no_second_human(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.oli, cast.eve)
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    for person in (cast.oli, cast.eve, cast.ann, cast.adm):
        with pytest.raises(Denied):
            confirm(plan, waiver, person)


def test_a_late_editor_does_not_confirm(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    add_rows(plan, "cases", by=cast.rob, rows=[{"group": "下单", "title": "新", "phase": "生产"}])
    waiver = ask(plan, "submission", cast.oli)
    with pytest.raises(Denied, match="改过"):
        confirm(plan, waiver, cast.rob)


def test_what_was_asked_for_is_confirmed_and_nothing_else(
    plan: Plan, cast: SimpleNamespace
) -> None:
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    stale = digest(plan, "submission")
    add_rows(plan, "cases", by=cast.ann, rows=[{"group": "下单", "title": "新", "phase": "生产"}])
    with pytest.raises((Stale, WrongState)):
        confirm_waiver(waiver, by=cast.rob, digest=stale)
    with pytest.raises(WrongState):
        confirm(plan, waiver, cast.rob)
    assert state(plan, "submission") == "open"


def test_a_waiver_opens_no_rejected_gate(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    waiver = ask(plan, "submission", cast.oli)
    reject(plan, "submission", cast.dev)
    with pytest.raises(WrongState):
        confirm(plan, waiver, cast.rob)
    assert Plan.objects.get(pk=plan.pk).status == "rejected"


def test_the_database_refuses_one_human_twice(plan: Plan, cast: SimpleNamespace) -> None:
    give(cast.oli, cast.eve)
    up_to_review(plan, cast)
    made = approve(plan, "go_no_go", cast.eve, on_behalf_of=cast.oli.pk)
    waiver = ask(plan, "go_no_go", cast.oli)
    same = SignOff.objects.filter(pk=made.pk).values("gate", "digest", "revision", "signed_at")[0]
    twice = {f"{name}_id" if name in ("gate", "revision") else name: value
             for name, value in same.items()}  # fmt: skip
    for people in ({"signer": cast.eve}, {"signer": cast.pia, "on_behalf_of": cast.oli}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignOff.objects.create(**twice, **people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.filter(pk=waiver.pk).update(confirmed_by=cast.oli)
