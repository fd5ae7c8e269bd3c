"""Roles of the whole installation, beside the parts people have in each plan."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ROLES: dict[str, Any] = {"dba": _("DBA"), "ops": _("运维")}
