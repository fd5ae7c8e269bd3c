"""The only writers of the outbox, of wishes and of robots."""

from notices.actions.announcing import announce
from notices.actions.delivering import deliver_due
from notices.actions.posting import post, put_back, resend
from notices.actions.robots import (
    add_robot,
    change_robot,
    delete_robot,
    pause_robot,
    resume_robot,
    subscribe,
    unsubscribe,
)
from notices.actions.trying import try_robot
from notices.actions.wishing import ways_of, wish

__all__ = [
    "add_robot",
    "announce",
    "change_robot",
    "delete_robot",
    "deliver_due",
    "pause_robot",
    "post",
    "put_back",
    "resend",
    "resume_robot",
    "subscribe",
    "try_robot",
    "unsubscribe",
    "ways_of",
    "wish",
]
