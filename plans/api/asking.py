"""What the views of a plan have in common: the plan, the reason, the body."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from ground.errors import Invalid
from ground.numbers import is_integer
from people.permissions import HasScope
from plans.lookup import find_plan, find_release
from plans.models import Plan


class PlanView(APIView):
    """A view below /plans/{number}/; templates are found there only if it `knows_templates`."""

    knows_templates = False
    permission_classes = [HasScope]

    def plan(self) -> Plan:
        find = find_plan if self.knows_templates else find_release
        return find(self.request.user, self.kwargs["number"])


def reason_of(request: Request) -> str:
    """The reason of a change, from the address (?reason=) or the body."""
    body = request.data if isinstance(request.data, dict) else {}
    return str(body.get("reason") or request.query_params.get("reason", ""))


def mapping(data: Any) -> dict[str, Any]:
    """The body, which must be one JSON object."""
    if not isinstance(data, dict):
        raise Invalid(_("请发送一个 JSON 对象。"))
    return dict(data)


def listing(data: Any, name: str) -> list[Any]:
    """The list that the body carries under `name`."""
    found = mapping(data).get(name)
    if not isinstance(found, list):
        raise Invalid(
            _("请用“%(name)s”发送一个列表。") % {"name": name}, fields={name: [_("要一个列表。")]}
        )
    return found


def identifiers(data: Any, name: str = "ids") -> list[int]:
    """Row ids under `name`."""
    found = listing(data, name)
    if not all(map(is_integer, found)):
        raise Invalid(_("行号要是整数。"), fields={name: [_("行号要是整数。")]})
    return found


def text_of(data: Mapping[str, Any], name: str) -> str | None:
    """The text under `name`, None when it is not there."""
    found = data.get(name)
    if found is None or isinstance(found, str):
        return found
    raise Invalid(_("“%(name)s”要是文字。") % {"name": name}, fields={name: [_("要是文字。")]})


def integer_of(data: Mapping[str, Any], name: str) -> int | None:
    """The whole number under `name`, None when it is not there."""
    found = data.get(name)
    if found is None or is_integer(found):
        return found
    raise Invalid(_("“%(name)s”要是整数。") % {"name": name}, fields={name: [_("要一个整数。")]})


def version_of(data: Mapping[str, Any], name: str = "version") -> int:
    """The version that the client has read; without it nobody writes over others."""
    found = data.get(name)
    if is_integer(found):
        return found
    raise Invalid(
        _("请带上你读到的 %(name)s，避免覆盖别人的修改。") % {"name": name},
        fields={name: [_("必填，整数。")]},
    )
