"""A test message to one robot, with the honest answer."""

from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import WrongState
from ground.journal import INSTALLATION, record
from ground.policies import authorize
from notices.actions.listening import refuse_silent
from notices.actions.turns import CLAIM, leave_turn
from notices.channels.base import Letter, Undelivered
from notices.events import ROBOT_TESTED
from notices.models import Robot
from notices.threads import message_id
from people.models import User


def try_robot(robot: Robot, *, by: User, now: datetime) -> str:
    """Say something through `robot` now; empty when it was taken, else why it was not.

    Takes its turn like any letter. Raises Denied, or WrongState while it has to wait.
    """
    authorize(by, "installation.administer")
    if not Robot.objects.filter(pk=robot.pk).free(now).update(next_at=now + CLAIM):
        raise WrongState(_("机器人刚发过消息，要歇一会儿，免得被封。请稍等再试。"))
    begun = monotonic()
    outcome = _attempt(robot, by, now)
    moment = now + timedelta(seconds=monotonic() - begun)
    leave_turn(robot, outcome, moment, held=now + CLAIM)
    words = str(outcome) if outcome else ""
    with transaction.atomic():
        record(
            ROBOT_TESTED, chain=INSTALLATION, by=by, subject=f"robot:{robot.pk}",
            data={"name": robot.name, "outcome": words or _("已送达")},
        )  # fmt: skip
    return words


def _attempt(robot: Robot, by: User, now: datetime) -> Undelivered | None:
    try:
        refuse_silent(robot)
        with robot.way.session() as send:
            send(robot.way.gather([_letter(robot, by, now)]))
    except Undelivered as error:
        return error
    return None


def _letter(robot: Robot, by: User, now: datetime) -> Letter:
    text = _("%(who)s 发的测试消息：看到它，说明通知能送到这里。") % {"who": by.called}
    return Letter(
        message_id=message_id(f"robot:{robot.pk}:test:{uuid4()}"),
        address=robot.address, recipient="", subject=_("发布计划"), text=text, html="",
        written_at=now, kind="robot.test", url=settings.BASE_URL, door=robot.door(),
    )  # fmt: skip
