"""The event chain and the leases: what every floor above stands on."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ground.kinds import kind_of


class Chain(models.Model):
    """One hash chain of events: a plan's, or the installation's. Its row is the lock."""

    name = models.CharField(max_length=64, unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One append-only record of what happened, who did it, and why.

    `hash` covers every other field and the hash before it; triggers refuse
    updates and deletes in the database itself.
    """

    chain = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("chain", "position")
        constraints = [
            models.UniqueConstraint(fields=("chain", "position"), name="event_position_once")
        ]
        indexes = [models.Index(fields=("kind", "at"))]

    def __str__(self) -> str:
        return f"{self.chain}#{self.position} {self.kind}"

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        return kind_of(self.kind).sentence(self.data)

    @property
    def who(self) -> str:
        return self.actor_name or str(_("系统"))

    def content(self) -> dict[str, Any]:
        """Everything the hash covers."""
        return {
            "chain": self.chain,
            "position": self.position,
            "kind": self.kind,
            "at": self.at.isoformat(),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "subject": self.subject,
            "reason": self.reason,
            "data": self.data,
            "previous": self.previous,
        }


class Lease(models.Model):
    """Whoever holds the row leads; a lease that was not renewed in time is free."""

    name = models.CharField(max_length=100, unique=True)
    holder = models.CharField(max_length=100, blank=True)
    token = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField(null=True, blank=True)
    beat = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class AllowedHost(models.Model):
    """A host inside the network to which this server may send: `name` is host or host:port."""

    name = models.CharField(_("主机"), max_length=260, unique=True)
    note = models.CharField(_("用途"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("允许外联的主机")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
