"""Steps of a plan's life that need no wing: nouns, each with a reason where one is needed."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from plans.actions import cancel, pause, resume, start
from plans.api.asking import PlanView, reason_of
from plans.api.plans import shape
from plans.models import Plan


class Step(PlanView):
    """POST takes the plan one step further and answers the plan."""

    act: Callable[..., Plan]

    @extend_schema(request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, number: str) -> Response:
        act: Any = type(self).act
        return Response(shape(act(self.plan(), by=request.user, reason=reason_of(request))))


class Start(Step):
    act = staticmethod(start)


class Pause(Step):
    act = staticmethod(pause)


class Resumption(Step):
    act = staticmethod(resume)


class Cancellation(Step):
    act = staticmethod(cancel)
