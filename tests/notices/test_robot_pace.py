"""Bursts for robots: nothing above the rate of the vendor, nothing lost, the oldest first."""

from datetime import timedelta

import pytest

from ground.clock import now
from notices import due
from notices.actions import deliver_due
from notices.models import Message, Robot
from tests.notices.conftest import tell
from tests.notices.robot_servers import vendor

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MINUTE = timedelta(minutes=1)


class Hands:
    """A clock that the test moves; the services read it as theirs."""

    def __init__(self):
        self.start, self.at = now(), now()

    def __call__(self):
        return (self.at - self.start).total_seconds()

    def run_until_all_is_said(self, every=None):
        """As the clock would: sleep until the next is due, deliver."""
        while (moment := due.next_due()) is not None:
            self.at = max(self.at, moment)
            deliver_due(self.at)


def test_thirty_events_in_a_minute_stay_below_the_vendors_rate(service, robot_of):
    service.clock = hands = Hands()
    robot_of(service)
    for number in range(30):
        hands.at = hands.start + timedelta(seconds=2 * number)
        tell(number, text=f"<{number}>" + "长" * 600)
        deliver_due(hands.at)
    hands.run_until_all_is_said()
    said = "".join(service.texts)
    assert [said.count(f"＜{number}＞") for number in range(30)] == [1] * 30
    assert service.most_in_a_minute <= service.most_a_minute
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_a_burst_is_coalesced_oldest_first(service, robot_of):
    service.clock = hands = Hands()
    robot_of(service)
    for number in range(30):
        tell(number)
    hands.run_until_all_is_said()
    said = "".join(service.texts)
    places = [said.index(f"第{number}件事") for number in range(30)]
    assert places == sorted(places)
    assert len(service.texts) <= 3
    assert said.count("[RP-2026-0001] 联合发布") == len(service.texts)


def test_even_letters_that_fill_a_request_each_keep_the_pace(settings, robot_of):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    hands = Hands()
    with vendor("wecom", clock=hands) as service:
        service.kind = "wecom"
        robot_of(service)
        for number in range(30):
            tell(number, text=f"({number})" + "长" * 650)
        hands.run_until_all_is_said()
        assert len(service.texts) == 30
        assert 15 <= service.most_in_a_minute <= 20


def test_the_clock_wakes_when_the_robot_is_free_again(service, robot_of):
    robot_of(service)
    tell(1)
    deliver_due(now())
    tell(2)
    assert deliver_due(now()) == 0
    assert due.next_due() == Robot.objects.get().next_at
    assert deliver_due(due.next_due()) == 1
