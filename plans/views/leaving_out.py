"""Saying that an empty section does not concern the plan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ground.errors import Invalid
from plans.actions import add_note
from plans.leaving_out import LONGEST_WHY
from plans.lookup import find_plan, find_section


@require_POST
@login_required
def leave_out(request: HttpRequest, number: str) -> HttpResponse:
    """`section` and `why` become a note under the section's heading."""
    plan = find_plan(request.user, number)
    part = find_section(request.POST.get("section", ""))
    why = " ".join(request.POST.get("why", "").split())
    if not why or len(why) > LONGEST_WHY - 20:
        raise Invalid(_("请用一两句话写明为什么不涉及。"), fields={"why": [_("请写明原因。")]})
    add_note(
        plan, by=request.user, heading=[str(part.label)], text=_("不涉及：%(why)s") % {"why": why},
        reason=why,
    )  # fmt: skip
    messages.success(request, _("“%(section)s”已标为不涉及。") % {"section": part.label})
    return redirect(f"{plan.get_absolute_url()}#unused")
