"""The installation's change windows, freezes and workdays."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.spans import Closed, Weekly
from ground.ahead import once
from ground.texts import fold

EARLIEST, LATEST = 1999, 2101


class ChangeWindow(models.Model):
    """A weekly time in which production may change; `days` 1–7, empty = every day."""

    kind = _("变更窗口")

    days = models.JSONField(_("星期"), default=list, blank=True)
    start = models.TimeField(_("开始"))
    end = models.TimeField(_("结束"))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ("start", "id")

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"

    def clean(self) -> None:
        if not isinstance(self.days, list) or not set(self.days) <= set(range(1, 8)):
            raise ValidationError({"days": _("星期请从周一到周日里选。")})

    def as_weekly(self) -> Weekly:
        return Weekly(self.start, self.end, frozenset(self.days))


class Freeze(models.Model):
    """A period in which nothing may go up, for all or for the named applications."""

    kind = _("封网")

    start = models.DateTimeField(_("开始"))
    end = models.DateTimeField(_("结束"))
    apps = models.JSONField(_("应用范围"), default=list, blank=True)
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        ordering = ("start", "id")

    def __str__(self) -> str:
        return self.reason

    def clean(self) -> None:
        if self.start and self.end and self.end <= self.start:
            raise ValidationError({"end": _("结束要晚于开始。")})
        for name in ("start", "end"):
            moment = getattr(self, name)
            if moment and not EARLIEST < moment.year < LATEST:
                raise ValidationError({name: _("年份要在 2000 到 2100 之间。")})

    def as_closed(self) -> Closed:
        return Closed(self.start, self.end, self.reason)

    def covers(self, apps: Collection[str]) -> bool:
        """A freeze without names covers everything; `apps` are folded names (ground.texts)."""
        return not self.apps or not {fold(name) for name in self.apps}.isdisjoint(apps)


class Workday(models.Model):
    """What a calendar day is: official from the notice, or estimated."""

    kind = _("工作日")

    date = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("工作日"))
    name = models.CharField(_("名称"), max_length=100, blank=True)
    official = models.BooleanField(_("官方"), default=False)

    class Meta:
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


@once
def installation_windows() -> list[Weekly]:
    return [window.as_weekly() for window in ChangeWindow.objects.all()]


@once
def every_freeze() -> list[Freeze]:
    return list(Freeze.objects.all())
