"""What the house knows about the cells of a row."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ground.clock import now
from plans.api.asking import PlanView
from plans.helping import helps
from plans.lookup import find_row


class RowHelp(PlanView):
    knows_templates = True

    @extend_schema(operation_id="row_help", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, key: str, pk: int) -> Response:
        """`{field: [{tone, text, lines, offers}]}`: next runs, risks, naming rules, live values.

        `tone` is info, ok, warn or bad; an offer's `text` goes into its `field` as if typed.
        """
        plan = self.plan()
        row = find_row(plan, key, pk)
        return Response(helps(row.section, row.as_json(plan.zone), now().astimezone(plan.zone)))
