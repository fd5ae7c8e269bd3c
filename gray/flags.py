"""The builtin switch, as OFREP serves it, and the keys by which environments ask."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Flag(models.Model):
    """What OFREP answers in one environment. Written by the builtin driver only.

    `share` is in hundredths of a percent, `users` are let in first, `salt` is what
    Unleash calls groupId, `revision` counts writes.
    """

    environment = models.CharField(_("环境"), max_length=100, blank=True)
    key = models.CharField(_("开关标识"), max_length=200)
    salt = models.CharField(max_length=200)
    share = models.PositiveIntegerField(default=0)
    users = models.JSONField(default=list, blank=True)
    on_value = models.JSONField()
    off_value = models.JSONField()
    enabled = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("environment", "key"), name="flag_once_each"),
            models.CheckConstraint(
                condition=models.Q(share__lte=10_000), name="flag_share_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.environment}/{self.key}"


class EnvironmentKey(models.Model):
    """An API key for the flags of one environment; shown once, kept as SHA-256."""

    environment = models.CharField(_("环境"), max_length=100, blank=True)
    name = models.CharField(_("用途"), max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("environment", "-created_at")

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"
