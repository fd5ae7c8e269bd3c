"""Who hears of gates: the right people, once, in one thread, in their language."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from approvals.actions import remind
from ground.errors import Denied, WrongState
from notices.models import Message
from people.models import User
from plans.actions import add_rows, save_row
from plans.models import Plan
from plans.tables.registry import section
from tests.approvals.hands import approve, gate, reject, submitted, up_to_review
from tests.approvals.scenes import NOON

pytestmark = pytest.mark.django_db

EVERYONE = {"ann", "dev", "rob", "dan", "oli", "pia"}


def told(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).select_related("to").order_by("pk"))


def names(messages: list[Message]) -> set[str]:
    return {message.to.username for message in messages if message.to}


def test_an_open_gate_asks_those_who_can_sign(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    asked = told("gate.opened")
    assert names(asked) == {"dev"}
    assert "提测" in asked[0].opening
    assert asked[0].subject == f"[{plan.number}] {plan.title}"
    assert "/sign/" in asked[0].text
    assert "戴维" in asked[0].text


def test_the_go_no_go_asks_all_four_and_not_the_submitter(
    plan: Plan, cast: SimpleNamespace
) -> None:
    up_to_review(plan, cast)
    asked = [one for one in told("gate.opened") if "上线评审" in one.opening]
    assert names(asked) == {"dev", "rob", "oli", "pia"}


def test_a_signature_is_told_to_the_plans_people_once(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev, comment="自测通过")
    told_once = told("gate.signed")
    assert names(told_once) == EVERYONE
    assert len(told_once) == len(EVERYONE)
    assert "自测通过" in told_once[0].text
    assert "这个关口已经签完" in told_once[0].text


def test_the_last_signature_says_that_the_plan_is_approved(
    plan: Plan, cast: SimpleNamespace
) -> None:
    up_to_review(plan, cast)
    for name in ("dev", "rob", "oli", "pia"):
        approve(plan, "go_no_go", getattr(cast, name))
    last = [one for one in told("gate.signed") if one.to == cast.ann][-1]
    assert "已通过" in last.text
    before = [one for one in told("gate.signed") if one.to == cast.ann][-2]
    assert "还差 产品 / 项目负责人" in before.text


def test_a_reject_is_told_with_its_reason(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    reject(plan, "submission", cast.dev, "回滚方案没写")
    found = told("gate.rejected")
    assert names(found) == EVERYONE
    assert all("回滚方案没写" in one.text and "已驳回" in one.text for one in found)


def test_a_void_names_signers_and_what_changed(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    row = section("apps").rows(plan).first()
    row.plan = plan
    save_row(row, by=cast.ann, version=row.row_version, values={"risk": "高"})
    found = told("gate.voided")
    assert names(found) == EVERYONE
    to_rob = [one for one in found if one.to == cast.rob]
    assert {one.opening.split("“")[1].split("”")[0] for one in to_rob} == {"提测", "测试通过"}
    assert all("发布应用批次" in one.text for one in to_rob)


def test_all_mails_of_a_plan_are_one_thread_with_names_of_their_own(
    plan: Plan, cast: SimpleNamespace
) -> None:
    up_to_review(plan, cast)
    found = list(Message.objects.all())
    assert {one.thread for one in found} == {plan.chain}
    assert len({one.key for one in found}) == len({one.message_id for one in found}) == len(found)


def test_settling_again_tells_nobody_again(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    before = Message.objects.count()
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "x"}])
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "y"}])
    assert Message.objects.count() == before


def test_a_refused_attempt_leaves_no_mail(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    before = Message.objects.count()
    with pytest.raises(Exception, match="提交"):
        approve(plan, "submission", cast.ann)
    assert Message.objects.count() == before


def test_each_reads_his_own_language(plan: Plan, cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.dev.pk).update(language="en")
    submitted(plan, cast.ann)
    found = told("gate.opened")[0]
    assert found.to == cast.dev
    assert '<html lang="en"' in found.html


def test_a_title_cannot_break_a_header(plan: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=plan.pk).update(title="发布\r\nBcc: all@example.test")
    submitted(Plan.objects.get(pk=plan.pk), cast.ann)
    assert "\n" not in told("gate.opened")[0].subject


def test_a_title_cannot_break_the_html(plan: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=plan.pk).update(title="<script>alert(1)</script>")
    submitted(Plan.objects.get(pk=plan.pk), cast.ann)
    assert "<script>" not in told("gate.opened")[0].html


def test_the_mail_carries_the_head_of_the_chain(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    assert "日志链头" in told("gate.opened")[0].text


def test_reminding_asks_each_at_most_once_an_hour(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    found = gate(plan, "go_no_go")
    with time_machine.travel(NOON, tick=False) as clock:
        assert remind(found, by=cast.ann) == ["戴维", "罗博", "欧力", "皮雅"]
        with pytest.raises(WrongState, match="一小时内"):
            remind(found, by=cast.oli)
        clock.move_to(NOON + timedelta(minutes=61))
        assert remind(found, by=cast.oli) == ["戴维", "罗博", "皮雅"]
    assert len(told("gate.reminded")) == 7
    assert "还差" in told("gate.reminded")[0].text


def test_reminding_is_for_members_and_open_gates(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    with pytest.raises(Denied):
        remind(gate(plan, "submission"), by=cast.eve)
    with pytest.raises(WrongState, match="提测"):
        remind(gate(plan, "tested"), by=cast.ann)
