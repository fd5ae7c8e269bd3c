"""The only writers of announcements and invitations."""

from announcements.actions.choosing import set_hearing
from announcements.actions.hearing import hear_change, hear_state
from announcements.actions.looking import ask_to_look, look_due
from announcements.actions.resending import resend
from announcements.actions.telling import tell_due

__all__ = [
    "ask_to_look", "hear_change", "hear_state", "look_due", "resend", "set_hearing", "tell_due",
]  # fmt: skip
