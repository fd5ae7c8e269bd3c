"""Looks of the product."""

from typing import Any

from django.utils.translation import gettext_lazy as _

THEMES: dict[str, Any] = {"auto": _("跟随系统"), "light": _("浅色"), "dark": _("深色")}
