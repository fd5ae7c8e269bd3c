"""The only writers of robots; every change is an event of the installation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ground.destinations import Forbidden, place_of
from ground.errors import Invalid
from ground.journal import INSTALLATION, record
from ground.kinds import EventKind
from ground.policies import authorize
from ground.words import in_row
from notices import events
from notices.channels.robot import RobotChannel
from notices.groups import GROUPS
from notices.models import Message, Robot, RobotThread
from people.models import User

PLAIN = ("name", "keyword", "hears", "is_default")
SHORTEST_SECRET = 16


@transaction.atomic
def add_robot(*, kind: str, address: str, secret: str = "", by: User, **values: Any) -> Robot:
    """A new robot; `values` are of PLAIN. Raises Denied or Invalid."""
    authorize(by, "installation.administer")
    robot = Robot(kind=kind, **{name: values[name] for name in PLAIN if name in values})
    _check(robot, address.strip(), secret.strip(), is_new=True)
    robot.save(force_insert=True)
    _record(events.ROBOT_ADDED, robot, by)
    return robot


@transaction.atomic
def change_robot(
    robot: Robot, *, address: str = "", secret: str = "", by: User, **values: Any
) -> Robot:
    """Write `values` (of PLAIN); an empty address or secret stays as it was."""
    authorize(by, "installation.administer")
    robot = Robot.objects.select_for_update().get(pk=robot.pk)
    changed = [name for name in PLAIN if name in values and getattr(robot, name) != values[name]]
    for name in changed:
        setattr(robot, name, values[name])
    _check(robot, address.strip(), secret.strip(), is_new=False)
    robot.save(update_fields=[*PLAIN, "sealed_address", "sealed_secret"])
    replaced = [name for name, text in (("address", address), ("secret", secret)) if text]
    if changed or replaced:
        _record(events.ROBOT_CHANGED, robot, by, fields=in_row([*changed, *replaced]))
    return robot


@transaction.atomic
def pause_robot(robot: Robot, *, by: User) -> None:
    """Say nothing more through it, and drop nothing silently: what waits shows as not sent."""
    _switch(robot, is_active=False, by=by, kind=events.ROBOT_PAUSED)


@transaction.atomic
def resume_robot(robot: Robot, *, by: User) -> None:
    _switch(robot, is_active=True, by=by, kind=events.ROBOT_RESUMED)


@transaction.atomic
def delete_robot(robot: Robot, *, by: User) -> None:
    """Its messages stay in the outbox; those that wait will not be sent."""
    authorize(by, "installation.administer")
    waiting = Message.objects.filter(robot=robot, state="waiting")
    waiting.update(state="dead", error=_("机器人已删除。"))
    _record(events.ROBOT_DELETED, robot, by)
    robot.delete()


@transaction.atomic
def subscribe(robot: Robot, *, thread: str, by: User) -> None:
    """Let it hear of one thread; whoever calls knows that `by` may decide on the thread."""
    _made, created = RobotThread.objects.get_or_create(robot=robot, thread=thread)
    if created:
        _record(events.ROBOT_SUBSCRIBED, robot, by, chain=thread)


@transaction.atomic
def unsubscribe(robot: Robot, *, thread: str, by: User) -> None:
    """Let it hear of that thread no more, as far as it is not a default one."""
    if RobotThread.objects.filter(robot=robot, thread=thread).delete()[0]:
        _record(events.ROBOT_UNSUBSCRIBED, robot, by, chain=thread)


def _switch(robot: Robot, *, is_active: bool, by: User, kind: EventKind) -> None:
    authorize(by, "installation.administer")
    if Robot.objects.filter(pk=robot.pk, is_active=not is_active).update(is_active=is_active):
        robot.is_active = is_active
        _record(kind, robot, by)


def _check(robot: Robot, address: str, secret: str, *, is_new: bool) -> None:
    """Seal what was given, and refuse a robot that could never be spoken to."""
    way = robot.way
    if not isinstance(way, RobotChannel):
        raise _invalid("kind", _("没有这种机器人。"))
    if address:
        _refuse_address(address)
    elif is_new:
        raise _invalid("address", _("请填写机器人的网址。"))
    if way.is_secret_needed and len(secret) < SHORTEST_SECRET and (secret or is_new):
        raise _invalid("secret", _("签名密钥至少 16 个字符。"))
    if set(robot.hears) - {group.key for group in GROUPS}:
        raise _invalid("hears", _("没有这种通知。"))
    robot.keep(address=address, secret=secret)
    try:
        robot.full_clean()
    except ValidationError as error:
        raise Invalid(_("机器人的设置有误。"), fields=error.message_dict) from error


def _refuse_address(address: str) -> None:
    try:
        place_of(address)
    except Forbidden as error:
        raise _invalid("address", str(error)) from error


def _invalid(field: str, words: str) -> Invalid:
    return Invalid(words, fields={field: [words]})


def _record(
    kind: EventKind, robot: Robot, by: User, *, chain: str = INSTALLATION, **facts: Any
) -> None:
    data = {"name": robot.name, "robot": robot.pk, **facts}
    record(kind, chain=chain, by=by, subject=f"robot:{robot.pk}", data=data)
