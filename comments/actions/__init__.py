"""The only writers of comments."""

from comments.actions.reading import note_read
from comments.actions.resolving import reopen, resolve
from comments.actions.telling import tell_due
from comments.actions.writing import add_comment, delete_comment, edit_comment

__all__ = [
    "add_comment", "delete_comment", "edit_comment", "note_read", "reopen", "resolve", "tell_due",
]  # fmt: skip
