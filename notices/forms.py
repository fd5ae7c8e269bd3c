"""What people type about robots, hosts and their own wishes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.channels.robot import RobotChannel
from notices.groups import GROUPS
from notices.models.wishes import AT_ONCE, WAYS

SEALED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class WishForm(forms.Form):
    """A way for each group; those that are fixed can be read, not chosen."""

    def __init__(self, ways: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in GROUPS:
            self.fields[group.key] = forms.ChoiceField(
                label=group.label, help_text=group.hint, initial=ways[group.key],
                choices=[(AT_ONCE, WAYS[AT_ONCE])] if group.is_fixed else list(WAYS.items()),
                widget=forms.RadioSelect, disabled=group.is_fixed,
            )  # fmt: skip


class RobotForm(forms.Form):
    """A robot of one kind; of a robot that is there, address and secret may stay unsaid."""

    name = forms.CharField(
        label=_("名称"), max_length=100, help_text=_("大家认得的名字，例如“交易发布群”。")
    )
    address = forms.CharField(
        label=_("网址"),
        max_length=1000,
        widget=forms.TextInput(attrs={**SEALED, "inputmode": "url"}),
    )
    secret = forms.CharField(
        label=_("密钥"), max_length=500, required=False,
        widget=forms.PasswordInput(attrs={**SEALED, "autocomplete": "new-password"}),
    )  # fmt: skip
    keyword = forms.CharField(
        label=_("关键词"), max_length=50, required=False,
        help_text=_("安全设置要求的关键词；每条消息都会带上它。"),
    )  # fmt: skip
    hears = forms.MultipleChoiceField(
        label=_("收哪些通知"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(group.key, group.label) for group in GROUPS], help_text=_("都不选就是全部。"),
    )  # fmt: skip
    is_default = forms.BooleanField(
        label=_("收所有公开计划的通知"), required=False,
        help_text=_("仅成员可见的计划不会发到这里。"),
    )  # fmt: skip

    def __init__(self, way: RobotChannel, *args: Any, robot: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].widget.attrs["placeholder"] = way.address_hint
        self.fields["secret"].help_text = way.secret_hint
        self.fields["secret"].required = way.is_secret_needed and robot is None
        if not way.has_secret:
            del self.fields["secret"]
        if not way.gathers:
            del self.fields["keyword"]
        if robot is not None:
            self._keep(robot)

    def _keep(self, robot: Any) -> None:
        """What is sealed is never shown again; nothing typed leaves it as it is."""
        self.fields["address"].required = False
        kept = {"address": robot.address_end, "secret": robot.secret_end}
        for name, end in kept.items():
            if name in self.fields and end:
                self.fields[name].help_text = _("已保存（%(end)s），不再显示。要换才填。") % {
                    "end": end
                }


class HostForm(forms.Form):
    name = forms.CharField(
        label=_("主机"), max_length=260, widget=forms.TextInput(attrs=SEALED),
        help_text=_("主机名或 IP，可以带端口：hook.corp.example、10.1.2.3:8080。"),
    )  # fmt: skip
    note = forms.CharField(label=_("用途"), max_length=200, required=False)
