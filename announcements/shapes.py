"""Announcements and messages as the interface gives them."""

from typing import Any

from announcements.models import Announcement
from announcements.reading import way_names
from notices.models import Message
from plans.models import Plan


def announcement_json(one: Announcement, plan: Plan) -> dict[str, Any]:
    """Times with the offset of the plan's zone; `occasions` are what it waits for instead."""
    return {
        "key": one.key,
        "source": "comms" if one.row else "default",
        "row": one.row or None,
        "moment": one.moment,
        "due_at": one.due_at and one.due_at.astimezone(plan.zone),
        "occasions": one.occasions,
        "audience": one.audience,
        "channel": one.channel,
        "ways": way_names(one),
        "content": one.content,
        "state": one.state,
        "why": one.reason,
        "told_at": one.told_at and one.told_at.astimezone(plan.zone),
    }


def message_json(one: Message, *, with_error: bool) -> dict[str, Any]:
    """Whom it was for and what became of it; no text, and addresses only in a server's words."""
    return {
        "id": one.pk,
        "kind": one.kind,
        "opening": one.opening,
        "channel": one.channel,
        "to": one.to.called if one.to else "",
        "robot": one.robot.name if one.robot else "",
        "state": one.state,
        "error": one.error if with_error else "",
        "created_at": one.created_at,
        "sent_at": one.sent_at,
        "is_invitation": bool(one.calendar),
    }
