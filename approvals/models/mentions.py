"""People who are spoken to in what a signer writes."""

from typing import Any

from django.conf import settings
from django.db import models

from approvals.models.signatures import SignOff


class Mentions(models.QuerySet["Mention"]):
    def unread(self, person: Any) -> "Mentions":
        return self.filter(person=person, read_at=None)


class Mention(models.Model):
    """Somebody is named with an @ in the comment of a sign-off; unread until the gates are seen."""

    signoff = models.ForeignKey(SignOff, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = Mentions.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("signoff", "person"), name="signoff_mention_once")
        ]
        indexes = [
            models.Index(
                fields=("person",), condition=models.Q(read_at=None), name="signoff_mention_unread"
            )
        ]

    def __str__(self) -> str:
        return f"{self.signoff_id} {self.person}"
