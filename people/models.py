"""Accounts and the tokens that act for them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from people.roles import ROLES


class User(AbstractUser):
    """A person who signs in. `roles` are installation roles such as "dba" or "ops"."""

    display_name = models.CharField(_("显示名"), max_length=100, blank=True)
    language = models.CharField(_("语言"), max_length=10, blank=True)
    theme = models.CharField(_("外观"), max_length=10, blank=True)
    roles = models.JSONField(_("安装角色"), default=list, blank=True)
    demo = models.CharField(_("演示身份"), max_length=100, blank=True)
    """What a demo account is for, shown on the sign-in page; empty for real people."""
    session_round = models.PositiveIntegerField(_("会话轮次"), default=0)
    """Raising it ends every live session of this account."""

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name that others see."""
        return self.display_name or self.username

    @property
    def is_administrator(self) -> bool:
        """May look after people and the installation; signs nothing by that."""
        return self.is_superuser or self.is_staff

    @property
    def role_labels(self) -> list[str]:
        return [str(ROLES.get(role, role)) for role in self.roles]

    def get_session_auth_hash(self) -> str:
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        """Sessions live until the password or the session round changes."""
        value = f"{self.password}:{self.session_round}"
        return salted_hmac("people.session", value, secret=secret, algorithm="sha256").hexdigest()


class Tokens(models.QuerySet["Token"]):
    def live(self, now: datetime) -> "Tokens":
        return self.filter(revoked_at=None).exclude(expires_at__lte=now)


class Token(models.Model):
    """A bearer token of one person or machine account; only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("名称"), max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = Tokens.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("令牌")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    def is_live(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Delegations(models.QuerySet["Delegation"]):
    def live(self, now: datetime) -> "Delegations":
        """Those that count at this moment, between people who are both active."""
        active = self.filter(giver__is_active=True, taker__is_active=True)
        return active.filter(revoked_at=None, begins_at__lte=now, ends_at__gt=now)


class Delegation(models.Model):
    """For some days one person signs in place of another, as far as that one may sign.

    What comes by a delegation is never handed on: only the giver's own parts count.
    """

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="delegations_given"
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="delegations_taken"
    )
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = Delegations.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("委托")
        ordering = ("-begins_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="delegation_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="delegation_takes_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    @property
    def first_day(self) -> date:
        """In the installation's zone, like the last one."""
        return timezone.localtime(self.begins_at, timezone.get_default_timezone()).date()

    @property
    def last_day(self) -> date:
        """The last day on which it counts."""
        last = self.ends_at - timedelta(microseconds=1)
        return timezone.localtime(last, timezone.get_default_timezone()).date()

    def stands(self, now: datetime) -> str:
        """One of coming, now, revoked and over."""
        if self.revoked_at:
            return "revoked"
        if now < self.begins_at:
            return "coming"
        return "now" if now < self.ends_at else "over"
