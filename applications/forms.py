"""What people type about an application."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from people.models import User

_is_address = URLValidator(schemes=["http", "https", "ssh", "git"])


class FactsForm(forms.ModelForm):
    """Everything but the name."""

    account = forms.ModelChoiceField(
        label=_("负责人账号"), queryset=User.objects.filter(is_active=True).order_by("username"),
        required=False, empty_label=_("没有账号"), help_text=_("有账号的负责人可以自己改这一页。"),
    )  # fmt: skip

    class Meta:
        model = Application
        fields = Application.FACTS
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "owner": _("没有账号时写名字。"),
            "config_app_id": _("配置中心里的 AppId，和应用名不同时填写。"),
            "retired": _("已下线的应用不再出现在补全里，历史都在。"),
        }

    def clean_repository(self) -> str:
        text = self.cleaned_data["repository"].strip()
        if text and "://" in text:
            _is_address(text)
        return text


class NewForm(FactsForm):
    """An application that no plan names yet."""

    name = forms.CharField(label=_("名称"), max_length=100)
    field_order = ("name",)
