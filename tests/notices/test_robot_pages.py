"""Robots in the settings: only for administrators, and no secret is ever shown again."""

import pytest

from ground.clock import now
from ground.models import AllowedHost, Event
from notices.actions import deliver_due, subscribe, unsubscribe
from notices.models import Message, Robot
from tests.notices.robot_servers import vendor

LIST, NEW = "/settings/robots/", "/settings/robots/new/"
SECRET = "SECabcdefghijklmnop7890"
VALUES = {
    "name": "发布群", "address": "https://oapi.dingtalk.com/robot/send?access_token=TOKEN-4711",
    "secret": SECRET, "keyword": "发布", "hears": ["gates"], "is_default": "on",
}  # fmt: skip


@pytest.fixture
def adm(signed_in, cast):
    return signed_in(cast.adm)


@pytest.fixture
def robot(adm):
    assert adm.post(f"{NEW}dingtalk/", VALUES).status_code == 302
    return Robot.objects.get()


def test_an_administrator_adds_one(robot, adm):
    assert (robot.kind, robot.hears, robot.is_default) == ("dingtalk", ["gates"], True)
    assert robot.door().secret == SECRET
    assert Event.objects.get(kind="robot.added").chain == "installation"
    assert "发布群" in adm.get(LIST).content.decode()


def test_addresses_and_secrets_are_sealed_and_never_shown_again(robot, adm):
    stored = Robot.objects.values().get()
    events = str(list(Event.objects.values("data")))
    pages = [adm.get(place).content.decode() for place in (LIST, f"{LIST}{robot.pk}/")]
    for text in (str(stored), events, *pages):
        assert "TOKEN-4711" not in text
        assert SECRET not in text
    assert "…4711" in pages[0]
    assert "…7890" in pages[1]


def test_a_change_that_names_no_secret_keeps_it(robot, adm):
    values = {**VALUES, "name": "交易群", "address": "", "secret": ""}
    assert adm.post(f"{LIST}{robot.pk}/", values).status_code == 302
    robot.refresh_from_db()
    assert robot.name == "交易群"
    assert robot.door().secret == SECRET
    assert Event.objects.get(kind="robot.changed").data["fields"] == "name"


def test_nobody_else_comes_near(robot, signed_in, cast):
    eve = signed_in(cast.eve)
    here = f"{LIST}{robot.pk}/"
    assert [eve.get(place).status_code for place in (LIST, f"{NEW}dingtalk/", here)] == [403] * 3
    for place in (here, f"{here}state/", f"{here}deletion/", f"{here}test/", f"{NEW}wecom/"):
        assert eve.post(place, VALUES).status_code == 403
    assert Robot.objects.get().is_active


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"address": "http://oapi.dingtalk.com/x"}, "https://"),
        ({"address": "javascript:alert(1)"}, "https://"),
        ({"address": ""}, ""),
        ({"name": ""}, ""),
        ({"hears": ["nonsense"]}, ""),
    ],
)
def test_what_cannot_work_is_refused(adm, changes, words):
    answer = adm.post(f"{NEW}dingtalk/", {**VALUES, **changes})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Robot.objects.exists()


def test_two_robots_have_two_names(robot, adm):
    assert adm.post(f"{NEW}dingtalk/", VALUES).status_code == 400
    assert Robot.objects.count() == 1


def test_a_webhook_needs_a_long_secret(adm):
    values = {"name": "流水线", "address": "https://hooks.example.com/x", "secret": "short"}
    assert adm.post(f"{NEW}webhook/", values).status_code == 400
    assert (
        adm.post(f"{NEW}webhook/", {**values, "secret": "long enough to sign"}).status_code == 302
    )


def test_an_unknown_kind_does_not_exist(adm):
    assert adm.get(f"{NEW}pigeon/").status_code == 404
    assert adm.get(f"{NEW}email/").status_code == 404


def test_pause_and_go_on(robot, adm):
    adm.post(f"{LIST}{robot.pk}/state/", {"to": "paused"})
    assert not Robot.objects.get().is_active
    adm.post(f"{LIST}{robot.pk}/state/", {"to": "active"})
    assert Robot.objects.get().is_active
    kinds = Event.objects.filter(kind__startswith="robot.").values_list("kind", flat=True)
    assert list(kinds) == ["robot.added", "robot.paused", "robot.resumed"]


def test_deleting_keeps_what_was_said_and_stops_what_waits(robot, adm, write):
    write(channel="dingtalk", robot=robot, to=None, address=robot.address)
    adm.post(f"{LIST}{robot.pk}/deletion/")
    message = Message.objects.get()
    assert (message.state, message.error) == ("dead", "机器人已删除。")
    assert adm.get(f"/outbox/{message.pk}/").status_code == 200
    adm.post(f"/outbox/{message.pk}/resend/")
    deliver_due(now())
    message.refresh_from_db()
    assert message.state == "dead"


@pytest.fixture
def service(settings, adm):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with vendor("dingtalk", secret=SECRET, keyword="发布") as running:
        adm.post(f"{NEW}dingtalk/", {**VALUES, "address": running.url})
        yield running


def press(adm):
    """The test button; what the page says then."""
    answer = adm.post(f"{LIST}{Robot.objects.get().pk}/test/", follow=True)
    return answer.content.decode()


def test_the_test_button_tells_that_it_arrived(service, adm):
    assert "已送达" in press(adm)
    (text,) = service.texts
    assert "管理员 发的测试消息" in text
    assert Event.objects.get(kind="robot.tested").data["outcome"] == "已送达"


def test_the_test_button_tells_what_the_robot_said(service, adm):
    service.answers = [{"errcode": 310000, "errmsg": "keywords not in content"}]
    page = press(adm)
    assert "310000 keywords not in content" in page
    assert "关键词" in page
    assert "TOKEN1234" not in page


def test_the_test_button_waits_its_turn(service, adm):
    press(adm)
    answer = adm.post(f"{LIST}{Robot.objects.get().pk}/test/")
    assert answer.status_code == 409
    assert len(service.texts) == 1


def test_an_administrator_allows_hosts_inside(adm, signed_in, cast):
    page = "/settings/outbound/"
    assert signed_in(cast.eve).get(page).status_code == 403
    assert signed_in(cast.eve).post(page, {"name": "10.0.0.1"}).status_code == 403
    assert adm.post(page, {"name": "https://x/"}).status_code == 400
    adm.post(page, {"name": "Hook.Corp:8080", "note": "内部群"})
    host = AllowedHost.objects.get()
    assert host.name == "hook.corp:8080"
    assert "hook.corp:8080" in adm.get(page).content.decode()
    assert signed_in(cast.eve).post(f"{page}{host.pk}/deletion/").status_code == 403
    adm.post(f"{page}{host.pk}/deletion/")
    assert not AllowedHost.objects.exists()


def test_hosts_of_the_environment_are_shown(adm, settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["hooks.internal"]
    assert "hooks.internal" in adm.get("/settings/outbound/").content.decode()


def test_a_thread_is_told_to_a_robot_until_it_is_taken_away(robot, cast):
    thread = "plan:RP-2026-0001"
    subscribe(robot, thread=thread, by=cast.ann)
    subscribe(robot, thread=thread, by=cast.ann)
    assert Robot.objects.listening(thread, "gate.signed", is_public=False) == [robot]
    unsubscribe(robot, thread=thread, by=cast.ann)
    unsubscribe(robot, thread=thread, by=cast.ann)
    assert Robot.objects.listening(thread, "gate.signed", is_public=False) == []
    events = Event.objects.filter(chain=thread).values_list("kind", flat=True)
    assert list(events) == ["robot.subscribed", "robot.unsubscribed"]


def test_a_robot_sealed_with_a_lost_key_says_so(robot, adm, settings, write):
    settings.SECRET_KEY = "another-" + "0123456789abcdef" * 3
    settings.SECRET_KEY_FALLBACKS = []
    message = write(channel="dingtalk", robot=robot, to=None, address=robot.address)
    deliver_due(now())
    message.refresh_from_db()
    assert message.state == "dead"
    assert "SECRET_KEY" in message.error
