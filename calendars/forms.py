"""What people type about windows, freezes and workdays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendars.models import ChangeWindow, Freeze, Workday
from ground.words import in_row

DAYS = (
    (1, _("周一")),
    (2, _("周二")),
    (3, _("周三")),
    (4, _("周四")),
    (5, _("周五")),
    (6, _("周六")),
    (7, _("周日")),
)


class WindowForm(forms.ModelForm):
    days = forms.TypedMultipleChoiceField(
        label=_("星期"), choices=DAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("都不选就是每天。"),
    )  # fmt: skip

    class Meta:
        model = ChangeWindow
        fields = ("start", "end", "days", "note")
        widgets = {
            "start": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "end": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {"end": _("不晚于开始时，就是第二天的这个时间。")}


class FreezeForm(forms.ModelForm):
    apps = forms.CharField(
        label=_("应用范围"), required=False, help_text=_("用顿号或逗号分开；留空就是全部应用。")
    )

    class Meta:
        model = Freeze
        fields = ("reason", "start", "end", "apps")
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("start", "end")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["apps"] = in_row(self.instance.apps)

    def clean_apps(self) -> list[str]:
        text = self.cleaned_data["apps"]
        for mark in "，、,;；\n":
            text = text.replace(mark, "\n")
        return list(dict.fromkeys(part.strip() for part in text.split("\n") if part.strip()))


class WorkdayForm(forms.ModelForm):
    is_workday = forms.TypedChoiceField(
        label=_("这一天"), choices=((1, _("上班")), (0, _("休息"))), coerce=lambda v: bool(int(v)),
    )  # fmt: skip

    class Meta:
        model = Workday
        fields = ("date", "is_workday", "name")
        widgets = {"date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["is_workday"] = int(self.instance.is_workday)

    def clean(self) -> dict[str, Any]:
        """What a person types is no notice."""
        self.instance.official = False
        return super().clean() or self.cleaned_data


FORMS: dict[str, type[forms.ModelForm]] = {
    "window": WindowForm,
    "freeze": FreezeForm,
    "workday": WorkdayForm,
}
