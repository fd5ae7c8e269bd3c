"""A row of any section."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Prose
from plans.tables.section import Section


class PlanRow(models.Model):
    """One record of a section.

    `rank` orders the rows, `row_version` counts writes, `extra` keeps columns that
    import did not know {header: text}, `raw` the source text of cells whose
    parsing changed it {field: text}.
    """

    section: ClassVar[Section]

    plan = models.ForeignKey(
        "plans.Plan", models.CASCADE, related_name="%(app_label)s_%(class)s_rows"
    )
    rank = models.PositiveIntegerField(default=0)
    row_version = models.PositiveIntegerField(default=1)
    extra = models.JSONField(default=dict, blank=True)
    raw = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ("rank", "id")

    def __str__(self) -> str:
        return self.section.title_of(self.as_json()) or f"{self.section.key} {self.pk}"

    def as_json(self, zone: ZoneInfo | None = None) -> dict[str, Any]:
        return self.section.to_json(self, zone)

    @property
    def is_executed(self) -> bool:
        """Executed rows cannot be edited any more."""
        return False


class TickedRow(PlanRow):
    """A row that execution ticks off, with evidence."""

    STATES = (("done", _("已执行")), ("failed", _("失败")), ("skipped", _("不执行")))

    state = Choice(_("执行状态"), of=STATES, progress=True)
    evidence = Prose(_("执行凭据"), progress=True)

    class Meta(PlanRow.Meta):
        abstract = True

    @property
    def is_executed(self) -> bool:
        return self.state == "done"
