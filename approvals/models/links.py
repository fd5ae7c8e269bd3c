"""Links in mails that lead one person to one gate with exactly one content."""

from datetime import datetime

from django.conf import settings
from django.db import models

from approvals.models.gates import Gate


class SignLink(models.Model):
    """What a link in a mail stands for; only the digest of its secret is kept.

    Opening it changes nothing. It is used up by one decision of the person it was written to,
    signed in as always, on the content whose digest it carries.
    """

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="links")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.gate_id} {self.person}"

    def is_live(self, now: datetime) -> bool:
        """Neither used nor expired."""
        return self.used_at is None and now < self.expires_at
