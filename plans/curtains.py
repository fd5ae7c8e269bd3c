"""Mails about a plan are as secret as the plan."""

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from notices.curtains import Curtain
from plans.models import Plan


class PlanCurtain(Curtain):
    """The thread of a plan is its chain: "plan:" and the number."""

    def threads_hidden_from(self, user: Any) -> QuerySet[Any]:
        hidden = Plan.objects.exclude(pk__in=Plan.objects.visible_to(user).values("pk"))
        return hidden.values_list(Concat(Value("plan:"), "number"), flat=True)
