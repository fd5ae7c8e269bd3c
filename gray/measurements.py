"""What was measured of a metric while a ramp ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gray.runs import Run


class Measurement(models.Model):
    """One look at one metric; `value` is None when there was no number.

    metric   the id of the plan's metric row, and its name at that time
    verdict  pass, fail, unsure (too few samples), missing (no data), error
    words    what was found, for people
    counts   whether it may move the ramp: not in shadow mode
    """

    VERDICTS = (
        ("pass", _("达标")),
        ("fail", _("不达标")),
        ("unsure", _("样本不够")),
        ("missing", _("没有数据")),
        ("error", _("查询失败")),
    )

    run = models.ForeignKey(Run, models.CASCADE, related_name="measurements")
    metric = models.BigIntegerField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    value = models.FloatField(null=True, blank=True)
    samples = models.FloatField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    words = models.TextField(blank=True)
    counts = models.BooleanField(default=True)

    class Meta:
        ordering = ("at", "id")
        indexes = [models.Index(fields=("run", "metric", "at"), name="measured_of_run")]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%F %T} {self.verdict}"
