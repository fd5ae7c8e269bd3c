"""One letter at a time to each robot, and a pause after it: vendors block who speaks too fast.

Whoever speaks holds the robot as long as the claim on the letter; afterwards the pause
counts from when the answer was there. So no two letters are ever closer than that,
however many workers there are and however slow the network is.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from notices.channels.base import Blocked
from notices.models import Message, Robot

CLAIM = timedelta(minutes=3)


def take_turn(message: Message, now: datetime) -> bool:
    """Hold the robot of `message`; while it has to wait, so does all that is meant for it.

    Always for a message to a person.
    """
    if message.robot_id is None:
        return True
    robots = Robot.objects.filter(pk=message.robot_id)
    if robots.free(now).update(next_at=now + CLAIM):
        return True
    for next_at in robots.values_list("next_at", flat=True):
        _wait_until(message, next_at or now)
    return False


def leave_turn(
    robot: Robot | None, outcome: Exception | None, now: datetime, *, held: datetime | None
) -> None:
    """Let the robot rest and keep how it went; `held` tells whether it is still our turn."""
    if robot is None:
        return
    robots = Robot.objects.filter(pk=robot.pk)
    rest = outcome.pause if isinstance(outcome, Blocked) else robot.way.spacing
    if robots.filter(next_at=held).update(next_at=now + rest) and held is not None:
        # whoever came meanwhile has put the others off until our claim would have run out
        put_off = Message.objects.filter(robot=robot.pk, state="waiting", due_at=held)
        put_off.update(due_at=now + rest)
    if outcome is None:
        robots.update(sent_at=now, error="", error_at=None)
    else:
        robots.update(error=str(outcome), error_at=now)


def _wait_until(message: Message, next_at: datetime) -> None:
    meant = Message.objects.filter(robot=message.robot_id).filter(
        Q(state="waiting", due_at__lt=next_at) | Q(state="sending", claimed_until__lt=next_at)
    )
    meant.filter(state="waiting").update(due_at=next_at)
    meant.filter(state="sending").update(claimed_until=next_at)
