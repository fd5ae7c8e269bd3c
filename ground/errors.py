"""Refusals that actions raise; page, API and mail say them in the same words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something was asked that cannot be done.

    `detail` is one sentence on what is wrong and what to do, `fields` names the
    places ({field: [sentence, …]}), `extra` is added to the problem document.
    """

    status = 400
    code = "refused"
    title: Any = _("请求被拒绝")

    def __init__(
        self,
        detail: object = "",
        *,
        fields: Mapping[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self.detail = str(detail or self.title)
        self.fields = dict(fields or {})
        self.extra = dict(extra or {})
        super().__init__(self.detail)


class Invalid(Refusal):
    """What was sent does not make sense: 400."""

    code = "invalid"
    title = _("内容有误")


class Denied(Refusal):
    """This person may not do this: 403."""

    status = 403
    code = "denied"
    title = _("没有权限")


class Hidden(Refusal):
    """It does not exist, or not for this person: 404."""

    status = 404
    code = "not-found"
    title = _("找不到")


class WrongState(Refusal):
    """It is not in a state for this, or somebody was first: 409."""

    status = 409
    code = "wrong-state"
    title = _("当前状态不允许")


class Stale(Refusal):
    """It was changed by somebody else meanwhile: 409, with the current version in `extra`."""

    status = 409
    code = "stale"
    title = _("已被他人修改")
