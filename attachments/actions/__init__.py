"""The only writers of attachments."""

from attachments.actions.adding import attach
from attachments.actions.removing import remove
from attachments.actions.sweeping import sweep

__all__ = ["attach", "remove", "sweep"]
