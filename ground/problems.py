"""Refusals as RFC 9457 problem details."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from ground.errors import Refusal

MEDIA_TYPE = "application/problem+json"


def problem(refusal: Refusal) -> dict[str, Any]:
    """The problem document of a refusal."""
    document: dict[str, Any] = {
        "type": f"/help/problems/#{refusal.code}",
        "title": str(refusal.title),
        "status": refusal.status,
        "detail": refusal.detail,
    }
    if refusal.fields:
        document["fields"] = refusal.fields
    return {**document, **refusal.extra}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error is a problem document."""
    if isinstance(error, Refusal):
        return _respond(problem(error), error.status)
    response = exception_handler(error, context)
    if response is None:
        return None
    answer = _respond(problem(_translate(error, response)), response.status_code)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer


def _translate(error: Exception, response: Response) -> Refusal:
    refusal = Refusal()
    refusal.status = response.status_code
    refusal.code = getattr(error, "default_code", "error")
    if isinstance(error, exceptions.ValidationError):
        refusal.code, refusal.title = "invalid", _("内容有误")
        refusal.detail = _("有字段不符合要求，请按提示修改。")
        detail = response.data
        refusal.fields = detail if isinstance(detail, dict) else {"non_field_errors": detail}
    elif isinstance(error, Http404 | exceptions.NotFound):
        refusal.code, refusal.title = "not-found", _("找不到")
        refusal.detail = _("没有这个内容，或者你看不到它。")
    else:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
        refusal.title = str(detail) or _("请求被拒绝")
        refusal.detail = str(detail)
    return refusal


def _respond(document: dict[str, Any], status: int) -> Response:
    return Response(document, status=status, content_type=MEDIA_TYPE)
