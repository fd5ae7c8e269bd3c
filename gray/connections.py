"""The outside systems that switches live in, as an administrator set them up."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gray.connecting import Setup
from ground.sealing import unseal


class Connection(models.Model):
    """One system of one kind: where it is, and what it takes to be let in.

    driver   the name of a driver, or of a gauge
    values   answers that anybody may read, by the option's name
    sealed   the secret answers as JSON, sealed (ground.sealing)
    said     what the last test came to, a sentence; `works` tells whether it went well
    """

    name = models.CharField(_("名称"), max_length=100, unique=True)
    driver = models.CharField(_("类型"), max_length=40)
    environment = models.CharField(_("环境"), max_length=100, blank=True)
    values = models.JSONField(default=dict, blank=True)
    sealed = models.TextField(blank=True)
    is_on = models.BooleanField(_("启用"), default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    tested_at = models.DateTimeField(null=True, blank=True)
    works = models.BooleanField(default=False)
    said = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """Host and port of its first address; nothing more of it is for a list."""
        addresses = (self.values.get(name) for name in sorted(self.values) if "address" in name)
        return next((urlsplit(one).netloc.rpartition("@")[2] for one in addresses if one), "")

    def secrets(self) -> dict[str, Any]:
        """The secret answers, opened. Raises Unsealable."""
        return dict(json.loads(unseal(self.sealed) or "{}"))

    def as_setup(self) -> Setup:
        """Everything that the driver needs. Raises Unsealable."""
        return Setup(self.name, self.environment, {**self.values, **self.secrets()})
