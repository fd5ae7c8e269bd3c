"""Files that people hang on a plan, most of all as evidence of what was done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attachments.names import LONGEST
from plans.models import Plan

LONGEST_NOTE, LONGEST_WHY = 500, 500


class Attachments(models.QuerySet["Attachment"]):
    def standing(self) -> "Attachments":
        """Those that nobody removed."""
        return self.filter(removed_at=None)


class Attachment(models.Model):
    """A file at one place of a plan; its bytes lie in the vault under their `sha256`.

    `section` is a section's key, "notes" or "plan"; `row` the id of the row or note, 0 for
    the whole. `title` is what the row was called. `media` is what the bytes are, `declared`
    what the sender called them. A removed one keeps its row and its bytes.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="attachments")
    section = models.CharField(max_length=50)
    row = models.PositiveBigIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    name = models.CharField(_("文件名"), max_length=LONGEST)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    md5 = models.CharField("MD5", max_length=32)
    media = models.CharField(max_length=100)
    declared = models.CharField(max_length=100, blank=True)
    note = models.CharField(_("说明"), max_length=LONGEST_NOTE, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(max_length=LONGEST_WHY, blank=True)

    objects = Attachments.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=("plan", "section", "row"),
                condition=Q(removed_at=None),
                name="attachment_place",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "section", "row", "sha256"),
                condition=Q(removed_at=None),
                name="attachment_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Such as "apps:7"."""
        return f"{self.section}:{self.row}"
