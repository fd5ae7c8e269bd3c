"""The list of applications for programs."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications import actions
from applications.followers import Uses, releases, uses
from applications.forms import FactsForm
from applications.lookup import find, named
from applications.models import Application, aliases_of
from ground.errors import Invalid
from ground.numbers import is_integer
from ground.policies import authorize
from people.models import User
from people.permissions import HasScope


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


def shape(user: Any, applications: list[Application]) -> list[dict[str, Any]]:
    """As REST gives them; counts are of what `user` may see."""
    aliases, used = aliases_of(applications), uses(user, applications)
    return [
        {
            "id": one.pk,
            "name": one.name,
            "aliases": [name.text for name in aliases[one.pk]],
            "team": one.team,
            "owner": one.owner,
            "account": one.account.username if one.account else None,
            "repository": one.repository,
            "config_app_id": one.config_app_id,
            "note": one.note,
            "retired": one.retired,
            "merged_into": one.merged_into_id,
            "version": one.version,
            "releases": used.get(one.pk, Uses()).count,
            "url": one.get_absolute_url(),
        }
        for one in applications
    ]


class Applications(APIView):
    permission_classes = [HasScope]

    @extend_schema(operation_id="applications_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """All applications by name; `search`, `team`, `name` (any of its names), page by page."""
        authorize(request.user, "application.view")
        asked = request.query_params
        found = Application.objects.listed().select_related("account")
        if name := asked.get("name"):
            meant = Application.objects.named(name)
            found = found.filter(pk=meant.pk) if meant else found.none()
        found = found.matching(asked.get("search", ""))
        found = found.filter(team=asked["team"]) if asked.get("team") else found
        pages = Pages()
        page = pages.paginate_queryset(found, request, view=self)
        return pages.get_paginated_response(shape(request.user, list(page or [])))

    @extend_schema(operation_id="applications_add", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request) -> Response:
        """An application that no plan names yet: `name` and facts."""
        authorize(request.user, "application.manage")
        given = _mapping(request.data)
        name = _text(given.pop("name", ""), "name")
        made = actions.add(by=request.user, name=name, facts=_facts(given, None))
        answer = Response(shape(request.user, [made])[0], status=201)
        answer.headers["Location"] = f"/api/v1/applications/{made.pk}/"
        return answer


class OneApplication(APIView):
    permission_classes = [HasScope]

    @extend_schema(operation_id="application_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: int) -> Response:
        authorize(request.user, "application.view")
        return Response(shape(request.user, [find(pk)])[0])

    @extend_schema(operation_id="application_change", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def patch(self, request: Request, pk: int) -> Response:
        """Change facts with the `version` that you read; `name` renames, the old one stays."""
        application, given = find(pk), _mapping(request.data)
        authorize(request.user, "application.edit", application)
        version = given.pop("version", None)
        if not is_integer(version):
            raise Invalid(
                _("请带上你读到的 version，避免覆盖别人的修改。"),
                fields={"version": [_("必填，整数。")]},
            )
        name = given.pop("name", None)
        facts = _facts(given, application) if given else {}
        application = actions.change(application, by=request.user, version=version, facts=facts)
        if name is not None:
            application = actions.rename(application, by=request.user, name=_text(name, "name"))
        return Response(shape(request.user, [application])[0])


class History(APIView):
    permission_classes = [HasScope]

    @extend_schema(operation_id="application_history", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: int) -> Response:
        """The plans you may see that touched it, newest first; `page`."""
        authorize(request.user, "application.view")
        page = request.query_params.get("page", "")
        return Response(releases(request.user, find(pk), page=page))


class Merge(APIView):
    """POST {"into": name}: it becomes a name of the other one; DELETE undoes that."""

    permission_classes = [HasScope]

    @extend_schema(operation_id="application_merge", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        authorize(request.user, "application.manage")
        into = named(_text(_mapping(request.data).get("into", ""), "into"))
        merged = actions.merge(find(pk), into=into, by=request.user)
        return Response(shape(request.user, [merged])[0])

    @extend_schema(operation_id="application_separate", responses=OpenApiTypes.OBJECT)
    def delete(self, request: Request, pk: int) -> Response:
        parted = actions.separate(find(pk), by=request.user)
        return Response(shape(request.user, [parted])[0])


def _mapping(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Invalid(_("请发送一个 JSON 对象。"))
    return dict(data)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise Invalid(_("“%(name)s”要是文字。") % {"name": name}, fields={name: [_("要是文字。")]})
    return value


def _facts(given: dict[str, Any], application: Application | None) -> dict[str, Any]:
    """Typed facts of those given, by the rules of the form; `account` is a user name."""
    if unknown := [name for name in given if name not in Application.FACTS]:
        raise Invalid(
            _("应用的信息没有通过检查。"), fields={name: [_("没有这个字段。")] for name in unknown}
        )
    told = {name: getattr(application, name, "") for name in Application.FACTS}
    values = {**told, **given}
    for name in set(given) - {"retired", "account"}:
        _text(given[name], name)
    account = values["account"] if "account" not in given else _account(given["account"])
    form = FactsForm({**values, "account": account.pk if account else ""})
    if not form.is_valid():
        raise Invalid(_("应用的信息没有通过检查。"), fields=dict(form.errors))
    return {name: form.cleaned_data[name] for name in given}


def _account(name: Any) -> User | None:
    if name in (None, ""):
        return None
    found = User.objects.filter(username=str(name), is_active=True).first()
    if found is None:
        raise Invalid(
            _("没有账号 %(name)s。") % {"name": str(name)[:40]},
            fields={"account": [_("没有这个账号。")]},
        )
    return found
