"""Telling groups and machines, beside the people."""

from notices.actions.posting import post
from notices.models import Message, Robot


def announce(
    *,
    key: str,
    kind: str,
    thread: str,
    subject: str,
    text: str,
    html: str = "",
    url: str = "",
    is_public: bool,
) -> list[Message]:
    """One message for each robot that hears of this, written once however often asked.

    Must run inside the transaction of the event that `key` names. `is_public` says
    whether everybody may see what it is about: the default robots hear only that.
    `text` is without the address, which is `url`.
    """
    return [
        post(
            key=f"{key}:robot:{robot.pk}", to=None, robot=robot, channel=robot.kind,
            address=robot.address, subject=subject, text=text, html=html, url=url, kind=kind,
            thread=thread,
        )
        for robot in Robot.objects.listening(thread, kind, is_public=is_public)
    ]  # fmt: skip
