"""What a token may be used for. No scope signs a gate: signatures come from browsers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SCOPES: dict[str, Any] = {
    "read": _("读取计划和清单"),
    "write": _("修改计划和清单"),
    "deploy": _("上报应用发布状态"),
    "ramp": _("操作灰度"),
}
