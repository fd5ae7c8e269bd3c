"""Several deliverers, some of them killed: real processes on SQLite and on PostgreSQL."""

import os
import signal
from collections import Counter

import pytest

from tests.notices.robot_servers import vendor
from tests.processes import Processes, stop

pytestmark = pytest.mark.servers
LATER = 200
"""Seconds after which the claim of a dead process has run out."""


@pytest.fixture(params=["embedded", "production"])
def house(request, mail_server):
    """Processes of the product that know the mail server."""
    processes: Processes = request.getfixturevalue(request.param)
    processes.env["EMAIL_URL"] = mail_server.url
    if request.param == "embedded":
        assert processes.manage("migrate").returncode == 0
    return processes


def run(house, *words, name="deliverer"):
    return house.start("python", "-m", "tests.notices.deliverer", *words, name=name)


def finish(house, *words):
    process = run(house, *words)
    assert process.wait(60) == 0, house.log("deliverer")


def ids(mail_server):
    return Counter(mail["Message-ID"] for mail in mail_server.mails)


def test_many_deliverers_deliver_each_message_once(house, mail_server):
    finish(house, "post", "40")
    racers = [run(house, "deliver", name=f"racer{number}") for number in range(4)]
    assert [racer.wait(60) for racer in racers] == [0] * 4
    assert len(mail_server.mails) == 40
    assert set(ids(mail_server).values()) == {1}


def test_killed_between_send_and_mark_it_repeats_the_same_message_id(house, mail_server):
    finish(house, "post", "3")
    victims = []
    mail_server.on_mail = lambda: os.kill(victims[0].pid, signal.SIGKILL)
    victims.append(run(house, "deliver", name="victim"))
    assert victims[0].wait(60) == -signal.SIGKILL
    mail_server.on_mail = None
    first = set(ids(mail_server))
    assert len(first) == 1
    finish(house, "deliver")
    assert set(ids(mail_server).values()) == {1}
    finish(house, "deliver", str(LATER))
    assert len(ids(mail_server)) == 3
    assert {name for name, times in ids(mail_server).items() if times == 2} == first
    stop(victims[0])


@pytest.fixture
def group(house):
    """A robot's service, and a robot there that hears everything."""
    house.env["OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1"
    with vendor("wecom") as service:
        finish(house, "robot", "wecom", service.url)
        yield service


def deliver_all(house, service, count, start=0):
    """As the clock would, a few seconds later each time, until everything was said."""
    for seconds in range(start, start + 400, 5):
        finish(house, "deliver", str(seconds))
        if all(f"第 {number} 件事" in "".join(service.texts) for number in range(count)):
            return


def test_killed_after_a_bundle_was_taken_the_same_bundle_goes_again(house, group):
    finish(house, "tell", "30")
    victims = []
    group.on_taken = lambda: os.kill(victims[0].pid, signal.SIGKILL)
    victims.append(run(house, "deliver", name="victim"))
    assert victims[0].wait(60) == -signal.SIGKILL
    group.on_taken = None
    finish(house, "tell", "33")
    finish(house, "deliver")
    assert len(group.texts) == 1
    deliver_all(house, group, 33, start=LATER)
    first, again, *others = group.texts
    assert first == again
    said = "".join([first, *others])
    assert [said.count(f"第 {number} 件事") for number in range(33)] == [1] * 33
    assert group.most_in_a_minute <= 20


def test_many_deliverers_speak_to_one_robot_in_turn(house, group):
    finish(house, "tell", "30")
    racers = [run(house, "deliver", name=f"racer{number}") for number in range(4)]
    assert [racer.wait(60) for racer in racers] == [0] * 4
    assert len(group.texts) == 1
    deliver_all(house, group, 30, start=5)
    said = "".join(group.texts)
    assert [said.count(f"第 {number} 件事") for number in range(30)] == [1] * 30


def test_many_deliverers_write_one_digest(house, mail_server):
    finish(house, "post", "20", "digest")
    racers = [run(house, "deliver", name=f"racer{number}") for number in range(4)]
    assert [racer.wait(60) for racer in racers] == [0] * 4
    assert len(mail_server.mails) == 1
