"""What people type about keys and connections."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gray.connecting import Option
from gray.kinds import Kind

OPTION, CLEAR = "option_", "clear_"
"""What stands before an option's name in the form."""
SEALED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class KeyForm(forms.Form):
    environment = forms.CharField(
        label=_("环境"), max_length=100, required=False,
        help_text=_("和灰度的“环境”一列写法一致；留空对应没有写环境的灰度。"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("用途"), max_length=100, help_text=_("谁用它，例如 order-service。")
    )


class SealedText(forms.Textarea):
    """A text of several lines that is never sent back."""

    def format_value(self, value: Any) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading."""

    heading: Any
    fields: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        """Something in it is asked for, answered, or wrong."""
        return any(
            one.errors or one.field.widget.attrs.get("required")
            or (one.value() or "") != (one.field.initial or "")
            for one in self.fields
        )  # fmt: skip


class ConnectionForm(forms.Form):
    """The questions of one kind of connection, in groups; a saved secret may stay unsaid."""

    name = forms.CharField(
        label=_("名称"), max_length=100,
        help_text=_("计划的“驱动”一列可以直接写它，例如“交易 Apollo 生产”。"),
    )  # fmt: skip
    environment = forms.CharField(
        label=_("环境"), max_length=100, required=False,
        help_text=_("和灰度的“环境”一列写法一致；留空用于所有环境。"),
    )  # fmt: skip

    def __init__(self, kind: Kind, *args: Any, kept: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.status = kind, 400
        for option in kind.options:
            self.fields[f"{OPTION}{option.name}"] = _field(option, option.name in kept)
            if option.secret and not option.required and option.name in kept:
                self.fields[f"{CLEAR}{option.name}"] = forms.BooleanField(
                    label=_("清除已保存的%(what)s") % {"what": option.label}, required=False
                )

    @property
    def values(self) -> dict[str, str]:
        """Answers by the option's name."""
        given = self.cleaned_data
        return {one.name: given.get(f"{OPTION}{one.name}", "") for one in self.kind.options}

    @property
    def cleared(self) -> frozenset[str]:
        found = (one.name for one in self.kind.options if self.cleaned_data.get(CLEAR + one.name))
        return frozenset(found)

    @property
    def groups(self) -> list[Group]:
        """The questions under their headings; the first has none."""
        headings = {f"{prefix}{one.name}": one.group for one in self.kind.options
                    for prefix in (OPTION, CLEAR)}  # fmt: skip
        found: dict[Any, list[forms.BoundField]] = {}
        for bound in self:
            found.setdefault(headings.get(bound.name, ""), []).append(bound)
        return [Group(*one) for one in found.items()]

    @property
    def has_secrets_to_type_again(self) -> bool:
        """It comes back with errors, and what was typed as a secret does not come with it."""
        names = [f"{OPTION}{one.name}" for one in self.kind.options if one.secret]
        return self.is_bound and any(self.data.get(name) for name in names)


def _field(option: Option, is_kept: bool) -> forms.Field:
    """What is wrong with an answer is for the action to say, so nothing is required here."""
    shared = {
        "label": option.label,
        "help_text": _("已保存，留空不变。") if is_kept else option.help,
        "initial": option.default,
        "required": False,
        "widget": _widget(option),
    }
    if option.choices:
        return forms.ChoiceField(choices=option.choices, **shared)
    return forms.CharField(strip=False, **shared)


def _widget(option: Option) -> forms.Widget:
    attrs = {**SEALED, "required": True} if option.required and not option.secret else SEALED
    if option.choices:
        return forms.Select()
    if option.lines:
        lines = SealedText if option.secret else forms.Textarea
        return lines(attrs={**attrs, "rows": 4, "class": "mono"})
    if option.secret:
        return forms.PasswordInput(attrs={**attrs, "autocomplete": "new-password"})
    return forms.TextInput(attrs={**attrs, "inputmode": "url"} if option.is_address else attrs)
