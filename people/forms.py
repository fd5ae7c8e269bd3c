"""What people type about accounts; only read here, written by the actions."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.demo import may_enter
from people.mentions import Known, names_of
from people.models import User
from people.roles import ROLES
from people.scopes import SCOPES
from people.themes import THEMES

EXPIRIES: list[tuple[str, Any]] = [
    ("30", _("30 天")),
    ("90", _("90 天")),
    ("365", _("一年")),
    ("", _("不过期")),
]


class SignInForm(AuthenticationForm):
    """One sentence for every failure, so that nobody learns which accounts exist."""

    error_messages = {
        "invalid_login": _("用户名或密码不对。忘记密码时，请系统管理员给你一个设置密码的链接。"),
        "inactive": _("用户名或密码不对。忘记密码时，请系统管理员给你一个设置密码的链接。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if self.request and not may_enter(user, self.request):
            raise ValidationError(_("演示账号只能在运行它的这台机器上登录。"), code="demo")


class ProfileForm(forms.Form):
    display_name = forms.CharField(label=_("显示名"), max_length=100, required=False)
    email = forms.EmailField(
        label=_("邮箱"), required=False, help_text=_("审批和灰度的通知寄到这里")
    )
    language = forms.ChoiceField(label=_("语言"), required=False)
    theme = forms.ChoiceField(label=_("外观"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("跟随系统设置")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        self.fields["theme"].choices = list(THEMES.items())  # type: ignore[attr-defined]

    def clean_theme(self) -> str:
        return self.cleaned_data["theme"] or "auto"


class PersonForm(forms.Form):
    """What an administrator says about somebody."""

    display_name = forms.CharField(label=_("显示名"), max_length=100, required=False)
    email = forms.EmailField(label=_("邮箱"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("安装角色"),
        required=False,
        choices=list(ROLES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("数据库关口和发布操作认这里的角色"),
    )
    is_administrator = forms.BooleanField(
        label=_("系统管理员"),
        required=False,
        help_text=_("管理人员和系统设置；审批时和别人一样，不能代签"),
    )


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("登录时用，以后不改"),
    )
    field_order = ["username"]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("用途"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("例如：CI 上报发布")}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("权限"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    days = forms.ChoiceField(label=_("有效期"), choices=EXPIRIES, initial="90", required=False)

    def expires_at(self, now: datetime) -> datetime | None:
        """The end of the last day, in the installation's zone."""
        days = self.cleaned_data["days"]
        if not days:
            return None
        last = (timezone.localtime(now) + timedelta(days=int(days))).date()
        return timezone.make_aware(datetime.combine(last, time.max))


class FirstAdministratorForm(SetPasswordForm):
    """Name and password of the first administrator; `user` is an unsaved one."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    display_name = forms.CharField(label=_("显示名"), max_length=100, required=False)
    field_order = ["username", "display_name"]


class DelegationForm(forms.Form):
    """Who signs in one's place, and when; `people` are those who can be chosen."""

    taker = forms.CharField(
        label=_("由谁代签"), max_length=150, help_text=_("用户名，或没有重名的显示名"),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )  # fmt: skip
    first = forms.DateField(
        label=_("第一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("最后一天"), help_text=_("含这一天，最多 60 天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    reason = forms.CharField(label=_("原因（可不填）"), max_length=200, required=False)

    def clean_taker(self) -> User:
        name = self.cleaned_data["taker"].strip()
        rows = User.objects.values_list("pk", "username", "display_name")
        found = names_of(Known(*row) for row in rows).get(name)
        if found is None:
            raise ValidationError(_("没有叫这个名字的人，或不止一个：请填用户名。"))
        return User.objects.get(pk=found)
