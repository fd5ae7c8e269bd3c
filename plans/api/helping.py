"""What the house knows about the cells of a row."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ground.clock import now
from ground.policies import can
from plans.api.asking import PlanView
from plans.helping import helps
from plans.lookup import find_row


class RowHelp(PlanView):
    knows_templates = True

    @extend_schema(operation_id="row_help", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, key: str, pk: int) -> Response:
        """`{field: [{tone, text, lines, offers}]}`: next runs, risks, naming rules, live values.

        Live values are for those who may edit the section. `tone` is info, ok, warn or bad; an offer's `text` goes into its `field` as if typed.
        """
        plan = self.plan()
        row = find_row(plan, key, pk)
        may_edit = bool(can(request.user, "section.edit", (plan, row.section)))
        moment = now().astimezone(plan.zone)
        return Response(helps(row.section, row.as_json(plan.zone), moment, may_edit=may_edit))
