"""What people say to each other about a plan: one thread per place, flat."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models import Plan

LONGEST = 10_000


class Thread(models.Model):
    """What is said at one place of a plan.

    `section` is a section's key, "notes" or "plan"; `row` the id of the row or note, 0 for
    the section as a whole. `title` is what the row was called last: it outlives the row.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="comment_threads")
    section = models.CharField(max_length=50)
    row = models.PositiveBigIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "section", "row"), name="thread_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.place}"

    @property
    def place(self) -> str:
        """Such as "apps:7"."""
        return f"{self.section}:{self.row}"

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class Comment(models.Model):
    """One thing that somebody said, in Markdown; a deleted one stays without its words."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("评论"), max_length=LONGEST, blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.author} {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def changed_at(self) -> datetime:
        return max(filter(None, (self.written_at, self.edited_at, self.deleted_at)))


class Mention(models.Model):
    """A comment speaks to somebody, by the name that was `said`, until they have read it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    said = models.CharField(max_length=150)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("comment", "person"), name="mention_once")]
        indexes = [
            models.Index(
                fields=("person",), condition=models.Q(read_at=None), name="mention_unread"
            )
        ]

    def __str__(self) -> str:
        return f"@{self.said}"


class Listener(models.Model):
    """Somebody who hears of a thread by mail.

    `due_at` is when the next letter is to be written, `told_at` when the last one was,
    `told_upto` the id of the last comment that they know of.
    """

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="listeners")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    told_upto = models.PositiveBigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("thread", "person"), name="listener_once")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.person}"
