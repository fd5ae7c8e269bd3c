"""Whether whoever a message is for can still hear it."""

from django.utils.translation import gettext as _

from notices.channels.base import Never
from notices.models import Message, Robot


def refuse_deaf(message: Message) -> None:
    """Raises Never for who has left, and for a robot that is gone, paused or cannot be read."""
    if message.to and not message.to.is_active:
        raise Never(_("收件人的账号已停用。"))
    if message.robot:
        refuse_silent(message.robot)


def refuse_silent(robot: Robot) -> None:
    """Raises Never for a robot that is paused or whose address cannot be read."""
    if not robot.is_active:
        raise Never(_("机器人已暂停。"))
    if robot.door() is None:
        raise Never(_("机器人的网址和密钥是用旧的 SECRET_KEY 加密的，现在读不出来。请重新填写。"))
