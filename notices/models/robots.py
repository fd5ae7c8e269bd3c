"""Robots of chat groups, and machines that listen: where they are, and what they hear."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ground.sealing import Unsealable, seal, unseal
from notices.channels.base import Channel, Door, channel_of
from notices.groups import group_of


class Robots(models.QuerySet["Robot"]):
    def listening(self, thread: str, kind: str, *, is_public: bool) -> list["Robot"]:
        """Who hears of `thread`: those asked to, and the default ones if everybody may see it."""
        asked = Exists(RobotThread.objects.filter(robot=OuterRef("pk"), thread=thread))
        heard = self.filter(asked | Q(is_default=True)) if is_public else self.filter(asked)
        return [robot for robot in heard.filter(is_active=True) if robot.is_hearing(kind)]

    def free(self, now: datetime) -> Self:
        """Those that may be spoken to at `now`."""
        return self.filter(Q(next_at=None) | Q(next_at__lte=now))


class Robot(models.Model):
    """One robot. Its address and secret are sealed; nobody is shown more than their ends.

    `hears` holds keys of groups, none meaning all. `next_at` is when it may be spoken
    to again; it moves by compare-and-set.
    """

    name = models.CharField(_("名称"), max_length=100, unique=True)
    kind = models.CharField(_("类型"), max_length=20)
    sealed_address = models.TextField()
    sealed_secret = models.TextField(blank=True)
    keyword = models.CharField(_("关键词"), max_length=50, blank=True)
    hears = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(_("听所有公开的计划"), default=False)
    is_active = models.BooleanField(_("启用"), default=True)
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    error_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Robots.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("机器人")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def way(self) -> Channel:
        return channel_of(self.kind)

    @property
    def address(self) -> str:
        """What its messages are addressed to; tells no secret."""
        return f"robot:{self.pk}"

    @property
    def address_end(self) -> str:
        return _end(self.sealed_address)

    @property
    def secret_end(self) -> str:
        return _end(self.sealed_secret)

    @property
    def is_failing(self) -> bool:
        """The last attempt did not get through."""
        return bool(self.error)

    def is_hearing(self, kind: str) -> bool:
        return not self.hears or group_of(kind).key in self.hears

    def keep(self, *, address: str = "", secret: str = "") -> None:
        """Seal what is given; an empty text leaves what there is."""
        self.sealed_address = seal(address) or self.sealed_address
        self.sealed_secret = seal(secret) or self.sealed_secret

    def door(self) -> Door | None:
        """Where a channel finds it; None when the sealed texts cannot be opened any more."""
        try:
            return Door(unseal(self.sealed_address), unseal(self.sealed_secret), self.keyword)
        except Unsealable:
            return None


class RobotThread(models.Model):
    """A robot that hears of one thread, such as "plan:RP-2026-0001"."""

    robot = models.ForeignKey(Robot, models.CASCADE, related_name="threads")
    thread = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("robot", "thread"), name="robot_hears_thread_once")
        ]
        indexes = [models.Index(fields=("thread",), name="robot_thread")]

    def __str__(self) -> str:
        return f"{self.robot} · {self.thread}"


def _end(sealed: str) -> str:
    """The last four characters of a long text, nothing of a short one."""
    try:
        text = unseal(sealed)
    except Unsealable:
        return "????"
    return f"…{text[-4:]}" if len(text) >= 12 else "…" if text else ""
