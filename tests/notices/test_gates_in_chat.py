"""A group hears of a gate once, however many people are written to."""

import pytest

from approvals.actions import submit
from ground.clock import now
from notices.actions import add_robot, deliver_due
from notices.models import Message
from tests.notices.robot_servers import vendor


@pytest.fixture
def group(settings, cast):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with vendor("feishu") as service:
        add_robot(
            kind="feishu", name="发布群", address=service.url, secret=service.secret,
            is_default=True, by=cast.adm,
        )  # fmt: skip
        yield service


def test_a_gate_that_opens_is_said_once_with_its_address(plan, cast, group):
    submit(plan, by=cast.ann, reason="已经知道")
    mails = Message.objects.filter(kind="gate.opened", channel="email")
    (told,) = Message.objects.filter(kind="gate.opened", channel="feishu")
    assert mails.count() >= 1
    assert told.url == mails.first().url
    deliver_due(now())
    (text,) = group.texts
    assert text.startswith(f"[{plan.number}] 下单返豆联合发布\n“提测”开启，等签字：戴维")
    assert told.url in text


def test_a_plan_that_not_everybody_may_see_is_not_told_to_everybody(plan, cast, group):
    plan.visibility = "members"
    plan.save(update_fields=["visibility"])
    submit(plan, by=cast.ann, reason="已经知道")
    assert not Message.objects.filter(channel="feishu").exists()
