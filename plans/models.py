"""A release plan, its notes, revisions, grants and clearances."""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from plans import states
from plans.overrides import Override
from plans.tables.cells import Choice, Line, Moment, Span
from plans.tables.loading import load_sections

__all__ = [
    "Acknowledgement",
    "Clearance",
    "Note",
    "NumberSeries",
    "Override",
    "Plan",
    "PlanUserObjectPermission",
    "ReadingChoice",
    "Revision",
    "Upload",
]


class NumberSeries(models.Model):
    """The last plan number given out in a year; numbers are never reused."""

    year = models.PositiveIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> "PlanQuerySet":
        """The plans this person may see: every query starts here. Templates are no plans."""
        return self.open_to(user).exclude(status=states.TEMPLATE)

    def templates_for(self, user: Any) -> "PlanQuerySet":
        """The templates this person may start from."""
        return self.open_to(user).filter(status=states.TEMPLATE)

    def open_to(self, user: Any) -> "PlanQuerySet":
        """Plans and templates alike: for looking one up by its number."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        granted = PlanUserObjectPermission.objects.filter(user=user).values("content_object_id")
        return self.filter(Q(visibility="all") | Q(owner=user) | Q(pk__in=granted))


class Plan(models.Model):
    """One release of several systems, with a number, a release window and an owner."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    title = Line(_("标题"), max_length=200, blank=False)
    project = Line(_("项目"), max_length=200)
    version = Line(_("版本"), max_length=100)
    kind = Choice(_("类型"), of=states.KINDS, default="常规")
    window_start = Moment(_("窗口开始"))
    window_end = Moment(_("窗口结束"))
    observe = Span(_("观察时长"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="owned_plans",
        verbose_name=_("负责人"),
    )
    owner_text = Line(_("文档中的负责人"), max_length=200)
    timezone = models.CharField(_("时区"), max_length=50, default="Asia/Shanghai")
    visibility = Choice(_("可见范围"), of=states.VISIBILITIES, default="all")
    status = Choice(_("状态"), of=states.STATUSES, default=states.DRAFT, db_index=True)
    status_before_pause = models.CharField(max_length=20, blank=True, default="")
    version_lock = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    observing_since = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    source_name = models.CharField(max_length=255, blank=True, default="")
    template = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers"
    )
    """The template that the plan was made from; its gates apply at submission."""

    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )

    objects = PlanQuerySet.as_manager()

    EDITABLE = (
        "title", "project", "version", "kind", "window_start", "window_end", "observe",
        "owner_text", "timezone", "visibility",
    )  # fmt: skip

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=("-created_at", "-id"), name="plan_newest"),
            models.Index(fields=("-changed_at", "-id"), name="plan_changed"),
            models.Index(fields=("status", "-created_at", "-id"), name="plan_status"),
            models.Index(fields=("owner", "-created_at", "-id"), name="plan_owner"),
        ]
        default_permissions = ()
        permissions = [
            (f"part_{part}", f"part {part}")
            for part in (
                "pm", "dev", "dev_lead", "test", "test_lead", "dba", "ops", "product", "other",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("plans:detail", args=[self.number])

    @property
    def chain(self) -> str:
        """The name of the plan's event chain."""
        return f"plan:{self.number}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def tone(self) -> str:
        return states.TONES[self.status]

    @property
    def is_template(self) -> bool:
        return self.status == states.TEMPLATE

    @property
    def is_finished(self) -> bool:
        return self.status in states.FINISHED


class PlanUserObjectPermission(UserObjectPermissionBase):
    """A part that a person plays in a plan; derived from the 发布人员 rows, never edited."""

    content_object = models.ForeignKey(Plan, models.CASCADE, related_name="grants")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class Note(models.Model):
    """A block of prose (Markdown) under its heading path."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="notes")
    heading = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    rank = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("rank", "id")

    def __str__(self) -> str:
        return " / ".join(self.heading) or self.text[:40]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.pk, "version": self.version, "heading": self.heading, "text": self.text,
        }  # fmt: skip


class Revision(models.Model):
    """A sealed snapshot of the whole plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    snapshot = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "number"), name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan.number} #{self.number}"


class Clearance(models.Model):
    """A permission that one wing asks for and another grants or refuses.

    `subject` names what waits, for example "stage:7:31" or "amendment";
    `wants` says which parts must agree, for example {"test": 1, "ops": 1}.
    """

    STATES = (("asked", _("待批准")), ("granted", _("已批准")), ("refused", _("已拒绝")))

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="clearances")
    subject = models.CharField(max_length=100)
    title = models.CharField(max_length=200, blank=True)
    state = Choice(_("状态"), of=STATES, default="asked")
    wants = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "subject"), name="clearance_subject_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan.number} {self.subject} {self.state}"


class Acknowledgement(models.Model):
    """A warning of the plan check that somebody accepted, with the reason."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="acknowledgements")
    finding = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("plan", "finding"), name="finding_acknowledged_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan.number} {self.finding}"


class Upload(models.Model):
    """A document under review: read, re-assigned, not yet a plan.

    `data` is the file as it came, `choices` what the reviewer decided about its
    blocks, `plan` the plan it will be merged into, if any. Housekeeping forgets it.
    """

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=255, blank=True)
    data = models.BinaryField()
    choices = models.JSONField(default=list, blank=True)
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="uploads")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=("created_at",), name="upload_age")]

    def __str__(self) -> str:
        return self.name or str(self.key)


class ReadingChoice(models.Model):
    """What a reviewer decided about blocks that look like this one, for the next document.

    `signature` is the digest of what such blocks have in common (heading words and
    headers), `section` a section's key, "notes" or empty (as recognised), `columns`
    {source header: field}.
    """

    signature = models.CharField(max_length=64, unique=True)
    heading = models.CharField(max_length=500, blank=True)
    headers = models.JSONField(default=list, blank=True)
    section = models.CharField(max_length=50, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ("-chosen_at",)

    def __str__(self) -> str:
        return f"{self.heading} → {self.section}"


load_sections("plans.sections")
