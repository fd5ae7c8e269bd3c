"""The outbox: one row per message, recipient and channel."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from notices.channels.base import Channel, Letter, channel_of

STATES: dict[str, Any] = {
    "waiting": _("待发送"),
    "sending": _("发送中"),
    "sent": _("已发送"),
    "dead": _("未送达"),
    "spared": _("本人不收"),
}

TONES = {"waiting": "warn", "sending": "run", "sent": "ok", "dead": "bad", "spared": "idle"}


class Messages(models.QuerySet["Message"]):
    def due(self, now: datetime) -> Self:
        """Waiting messages whose time has come, and sending ones whose sender vanished."""
        return self.filter(
            Q(state="waiting", due_at__lte=now) | Q(state="sending", claimed_until__lte=now)
        )

    def next_due(self) -> datetime | None:
        """When there will be something to do, or None."""
        moments = self.aggregate(
            waiting=Min("due_at", filter=Q(state="waiting")),
            sending=Min("claimed_until", filter=Q(state="sending")),
        )
        return min(filter(None, moments.values()), default=None)


class Message(models.Model):
    """One message to one address. `key` names event, recipient and channel: posted once.

    What left, or is to leave, as one letter has one `bundle`: the oldest of them, under
    whose Message-ID it goes. Who is in it does not change any more.
    """

    key = models.CharField(max_length=250, unique=True)
    channel = models.CharField(max_length=20, default="email")
    kind = models.CharField(max_length=64, blank=True)
    thread = models.CharField(max_length=100, blank=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    robot = models.ForeignKey(
        "Robot", models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    url = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=255, unique=True)
    bundle = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="bundled"
    )
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()

    objects = Messages.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="message_state_known")
        ]
        indexes = [
            models.Index(fields=("due_at",), condition=Q(state="waiting"), name="message_waiting"),
            models.Index(
                fields=("claimed_until",), condition=Q(state="sending"), name="message_sending"
            ),
            models.Index(fields=("-created_at",), name="message_newest"),
            models.Index(fields=("thread",), name="message_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"

    def get_state_display(self) -> str:
        return str(STATES[self.state])

    @property
    def way(self) -> Channel:
        return channel_of(self.channel)

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return TONES[self.state]

    @property
    def opening(self) -> str:
        """The first line: mails of one plan share their subject."""
        return self.text.strip().partition("\n")[0] or self.subject

    @property
    def can_resend(self) -> bool:
        return self.state in RESENDABLE

    @property
    def called(self) -> str:
        """Whom it is for, as people know them; empty for a bare address."""
        return self.robot.name if self.robot else self.to.called if self.to else ""

    def companions(self) -> "Messages":
        """All that leaves in the same letter, oldest first."""
        mine = Q(bundle=self.bundle_id) if self.bundle_id else Q(pk=self.pk)
        return Message.objects.filter(mine).select_related("to", "robot").order_by("pk")

    def letter(self) -> Letter:
        """What a channel sends."""
        return Letter(
            message_id=self.message_id,
            address=self.address,
            recipient=self.to.called if self.to else "",
            subject=self.subject,
            text=self.text,
            html=self.html,
            written_at=self.created_at,
            thread=self.thread,
            headers=self.headers,
            calendar=self.calendar,
            calendar_method=self.calendar_method,
            url=self.url,
            kind=self.kind,
            door=self.robot.door() if self.robot else None,
            language=(self.to.language if self.to else "") or settings.LANGUAGE_CODE,
        )


RESENDABLE = ("waiting", "dead")

# After the n-th failed attempt; when the list is used up the message is dead.
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
