"""Robots of chat groups, against services as strict as the vendors'."""

import json
from datetime import timedelta
from urllib.parse import quote_plus

import pytest

from ground.clock import now
from notices import due
from notices.actions import deliver_due, pause_robot
from notices.actions.turns import CLAIM, leave_turn, take_turn
from notices.channels import dingtalk, feishu
from notices.channels.base import channel_of
from notices.models import BACK_OFF, Message, Robot
from tests.notices.conftest import only, tell
from tests.notices.robot_servers import vendor

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MINUTE = timedelta(minutes=1)


def test_whoever_finds_the_robot_taken_puts_the_others_off_only_for_its_pause(settings, robot_of):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with vendor("wecom") as service:
        service.kind = "wecom"
        robot_of(service)
    tell(1)
    tell(2)
    first, second = Message.objects.order_by("pk")
    moment = now()
    assert take_turn(first, moment)
    assert not take_turn(second, moment)
    second.refresh_from_db()
    assert second.due_at == moment + CLAIM
    leave_turn(Robot.objects.get(), None, moment, held=moment + CLAIM)
    second.refresh_from_db()
    assert second.due_at == Robot.objects.get().next_at < moment + timedelta(seconds=10)


# --- the vendors' contracts ----------------------------------------------------------------


def test_signatures_are_those_that_were_computed_elsewhere():
    ding = dingtalk.signature("SECtest", 1700000000000)
    assert ding == "aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g="
    assert quote_plus(ding).endswith("%3D")
    assert (
        feishu.signature("larktest", 1700000000) == "rMV94wHmCA7ax4mVidKPMAzQe2ABgX1QxSCLxVJCjnk="
    )


def test_an_event_arrives_signed_with_its_link(service, robot_of):
    robot = robot_of(service)
    tell()
    assert deliver_due(now()) == 1
    (text,) = service.texts
    assert text.splitlines() == [
        "[RP-2026-0001] 联合发布", "第1件事：罗博签了“测试通过”",
        "https://plans.example.com/plans/RP-2026-0001/?at=1",
    ]  # fmt: skip
    robot.refresh_from_db()
    assert (only().state, robot.error) == ("sent", "")
    assert robot.sent_at is not None


def test_telling_twice_says_it_once(service, robot_of):
    robot_of(service)
    tell()
    tell()
    deliver_due(now())
    assert len(service.texts) == 1


def test_the_keyword_is_put_into_the_text(service, robot_of):
    service.keyword = "发布通知" if service.kind != "wecom" else ""
    robot_of(service, keyword="发布通知")
    tell()
    deliver_due(now())
    assert service.texts[0].startswith("发布通知\n")
    assert only().state == "sent"


def test_a_text_that_has_the_keyword_stays_as_it_is(service, robot_of):
    robot_of(service, keyword="联合发布")
    tell()
    deliver_due(now())
    assert service.texts[0].startswith("[RP-2026-0001]")


@pytest.mark.parametrize(
    ("kind", "answer", "advice"),
    [
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "加签密钥"),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "重新复制"),
        ("feishu", {"code": 19021, "msg": "sign match fail"}, "签名密钥"),
        ("feishu", {"code": 19024, "msg": "Key Words Not Found"}, "关键词"),
    ],
)
def test_a_refusal_in_an_http_200_is_dead_with_words_and_advice(
    kind, answer, advice, settings, robot_of
):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with vendor(kind, answers=[answer]) as service:
        service.kind = kind
        robot = robot_of(service)
        tell()
        assert deliver_due(now()) == 0
    message = only()
    assert message.state == "dead"
    assert str(next(iter(answer.values()))) in message.error
    assert advice in message.error
    robot.refresh_from_db()
    assert robot.error == message.error


def test_a_wrong_secret_is_refused_and_said(settings, robot_of):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with vendor("dingtalk") as service:
        service.kind = "dingtalk"
        robot_of(service, secret="SECwrong")
        tell()
        deliver_due(now())
        assert service.texts == []
    assert only().error.startswith("310000 sign not match。")


BLOCKS = [
    ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, timedelta(minutes=10)),
    ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, MINUTE),
    ("feishu", {"code": 11232, "msg": "frequency limited"}, MINUTE),
]


@pytest.mark.parametrize(("kind", "answer", "pause"), BLOCKS)
def test_a_blocked_robot_is_left_alone_and_loses_nothing(kind, answer, pause, settings, robot_of):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with vendor(kind, answers=[answer]) as service:
        service.kind = kind
        robot_of(service)
        tell(1)
        start = now()
        assert deliver_due(start) == 0
        tell(2)
        assert deliver_due(start + pause - timedelta(seconds=1)) == 0
        assert len(service.server.seen) == 1
        assert due.next_due() >= start + pause
        assert set(Message.objects.values_list("attempts", flat=True)) == {0}
        later = start + pause + timedelta(seconds=5)
        deliver_due(later)
        deliver_due(later + timedelta(seconds=5))
        assert "".join(service.texts).count("件事") == 2


def test_an_unknown_answer_is_tried_again(service, robot_of):
    robot_of(service)
    service.answers = [{"errcode": -1, "errmsg": "system busy", "code": 1, "msg": "busy"}]
    tell()
    start = now()
    deliver_due(start)
    assert (only().state, only().due_at) == ("waiting", start + BACK_OFF[0])
    assert deliver_due(start + BACK_OFF[0]) == 1


def test_success_is_what_the_code_says_not_what_http_says(service, robot_of):
    robot_of(service)
    service.answers = [{"result": "ok"}]
    tell()
    deliver_due(now())
    assert only().state == "waiting"


def test_an_address_inside_is_dead_with_what_to_do(settings, robot_of):
    with vendor("feishu") as service:
        service.kind = "feishu"
        settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
        robot_of(service)
        settings.OUTBOUND_ALLOWED_HOSTS = []
        tell()
        deliver_due(now())
        assert service.server.seen == []
    assert only().state == "dead"


def test_no_error_repeats_address_or_secret(settings, robot_of):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with vendor("dingtalk") as service:
        service.kind = "dingtalk"
        robot = robot_of(service)
    tell()
    deliver_due(now())
    robot.refresh_from_db()
    for words in (only().error, robot.error, repr(robot.door())):
        assert words
        assert "TOKEN1234" not in words
        assert "SECtest" not in words


def test_a_robot_that_repeats_our_secrets_gives_nothing_away(service, robot_of):
    robot = robot_of(service)
    echo = f"bad request to {service.url}, key {service.secret}"
    service.answers = [{"errcode": -1, "errmsg": echo, "code": 1, "msg": echo}]
    tell()
    deliver_due(now())
    robot.refresh_from_db()
    assert "bad request to" in robot.error
    for secret in ("TOKEN1234", "KEY-1234", "HOOK-1234"):
        assert secret not in robot.error
        assert secret not in only().error


# --- what people wrote ----------------------------------------------------------------------


EVIL = [
    "@all 快来", "@所有人", '<at user_id="all">所有人</at>', "<at id=all></at>", "<@all>", "<@zhangsan>",
    "[点这里](https://evil.example/)", "[点这里][1]\n[1]: https://evil.example/",
    "![x](https://evil.example/x.png)", '<font color="warning">x</font>', '<a href="https://e/">x</a>',
    "<img src=x onerror=alert(1)>", "\u202egpj.exe", "a\x07b", "[x]\u200b(https://evil.example/)",
]  # fmt: skip


@pytest.mark.parametrize("words", EVIL)
def test_what_people_wrote_mentions_nobody_and_links_nowhere(words, service, robot_of):
    robot_of(service)
    tell(subject=f"[RP-2026-0001] {words}", text=words)
    deliver_due(now())
    (text,) = service.texts
    for sign in ("@", "<", ">", "](", "][", "]:", "\u202e", "\u200b", "\x07"):
        assert sign not in text
    body = json.loads(service.server.seen[0].body)
    assert body.get("at", {}) in ({}, {"isAtAll": False})


@pytest.mark.parametrize("sign", ["发", "😀", "e\u0301", "行\n", '"', "\\"])
def test_a_text_that_is_too_long_is_cut_cleanly_and_keeps_its_link(sign, service, robot_of):
    robot_of(service, keyword="关键")
    tell(text=sign * 30_000)
    assert deliver_due(now()) == 1
    (text,) = service.texts
    assert text.startswith("关键\n")
    assert text.endswith("…\nhttps://plans.example.com/plans/RP-2026-0001/?at=1")
    limit = channel_of(service.kind).most_bytes
    assert limit * 0.9 < channel_of(service.kind).weigh(text) <= limit


# --- who hears what --------------------------------------------------------------------------


def test_default_robots_hear_only_what_everybody_may_see(service, robot_of):
    robot_of(service)
    assert tell(is_public=False) == []
    assert len(tell(is_public=True)) == 1


def test_a_robot_hears_a_thread_it_was_asked_to(service, robot_of, cast):
    robot = robot_of(service, is_default=False)
    assert tell(1) == []
    robot.threads.create(thread="plan:RP-2026-0001")
    assert len(tell(2, is_public=False)) == 1
    assert tell(3, thread="plan:RP-2026-0002") == []


def test_a_robot_hears_the_kinds_it_was_asked_to(service, robot_of):
    robot_of(service, hears=["gates"])
    assert len(tell(1, kind="gate.rejected")) == 1
    assert tell(2, kind="comment.added") == []
    assert tell(3, kind="gate.opened") == []


def test_a_paused_robot_hears_nothing_and_what_waited_says_so(service, robot_of, cast):
    robot = robot_of(service)
    tell(1)
    pause_robot(robot, by=cast.adm)
    assert tell(2) == []
    deliver_due(now())
    assert service.texts == []
    assert (only().state, only().error) == ("dead", "机器人已暂停。")


# --- rates -----------------------------------------------------------------------------------
