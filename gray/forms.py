"""What people type about keys."""

from django import forms
from django.utils.translation import gettext_lazy as _


class KeyForm(forms.Form):
    environment = forms.CharField(
        label=_("环境"), max_length=100, required=False,
        help_text=_("和灰度的“环境”一列写法一致；留空对应没有写环境的灰度。"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("用途"), max_length=100, help_text=_("谁用它，例如 order-service。")
    )
