"""The only writers of the outbox."""

from notices.actions.delivering import deliver_due
from notices.actions.posting import post, put_back, resend

__all__ = ["deliver_due", "post", "put_back", "resend"]
