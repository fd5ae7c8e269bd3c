"""What the page of a plan's messages shows, and the interface gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from announcements.models import PLANNED, SENT, SKIPPED, Announcement
from announcements.planning import planned_for
from announcements.standing import UNSPOKEN
from announcements.ways import MAIL, ROBOTS, ways_of
from notices.models import Message, Robot, RobotThread
from plans.models import Plan


@dataclass(frozen=True)
class Ear:
    """A robot, whether it hears of this plan, and whether because it hears of every open one."""

    robot: Robot
    is_hearing: bool
    is_default: bool


@dataclass(frozen=True)
class Sent:
    """A letter as one of its messages, and to whom it went."""

    message: Message
    names: list[str]


def announcements_of(plan: Plan) -> list[Announcement]:
    """By time, those that wait for something to happen last; of a draft what would be told."""
    found = _would_be(plan) if plan.status in UNSPOKEN else list(plan.announcements.all())
    return sorted(found, key=_order)


def messages_of(plan: Plan) -> QuerySet[Message]:
    """Everything that went out about the plan, newest first."""
    return Message.objects.filter(thread=plan.chain).select_related("to", "robot")


def ears_of(plan: Plan) -> list[Ear]:
    """The robots that could hear of the plan, by name."""
    asked = set(RobotThread.objects.filter(thread=plan.chain).values_list("robot_id", flat=True))
    is_public = plan.visibility == "all"
    return [
        Ear(one, one.pk in asked or (one.is_default and is_public), one.is_default and is_public)
        for one in Robot.objects.filter(is_active=True).order_by("name")
    ]


def gathered(messages: Iterable[Message]) -> list[Sent]:
    """One line for a letter, however many people it went to; what is dead stands alone."""
    groups = groupby(messages, key=_line)
    return [
        Sent(found[0], [_whom(one) for one in found])
        for _key, group in groups
        if (found := list(group))
    ]


def way_names(announcement: Announcement) -> list[str]:
    """ "mail", "robots", or both."""
    return [one for one in (MAIL, ROBOTS) if one in ways_of(announcement.channel)]


def _line(one: Message) -> tuple[str, str, str, int]:
    """The key without its reader and channel."""
    news = one.key.rsplit(":", 2)[0]
    return news, one.channel, one.state, one.pk if one.state == "dead" else 0


def _whom(one: Message) -> str:
    if one.to:
        return one.to.called
    return one.robot.name if one.robot else "—"


def _would_be(plan: Plan) -> list[Announcement]:
    """The announcements of a plan that nobody was told of: computed, not kept."""
    return [
        Announcement(
            plan=plan, key=one.rule, rule=one.rule, row=one.row.id, moment=one.row.moment,
            occasions=sorted(one.occasions), due_at=one.at, audience=one.row.audience,
            channel=one.row.channel, content=one.row.content,
            state=SKIPPED if one.problem else PLANNED, why=one.problem,
        )
        for one in planned_for(plan)
    ]  # fmt: skip


def _order(one: Announcement) -> tuple[Any, ...]:
    at = one.told_at if one.state == SENT and not one.due_at else one.due_at
    return (at is None, at.timestamp() if at else 0, one.pk or 0)
