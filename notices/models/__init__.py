"""Everything this app keeps."""

from notices.models.messages import BACK_OFF, RESENDABLE, STATES, Message, Messages
from notices.models.robots import Robot, RobotThread
from notices.models.wishes import Wish

__all__ = [
    "BACK_OFF",
    "RESENDABLE",
    "STATES",
    "Message",
    "Messages",
    "Robot",
    "RobotThread",
    "Wish",
]
