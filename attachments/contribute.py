"""What attachments add to a plan: a card, counts on its rows, a printed list, findings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from attachments.checking import mismatches
from attachments.reading import listed, shown
from plans.contribute import Chapter, Contribution, Panel, PlaceLink
from plans.models import Plan

ORDER = 930
"""After what people wrote, before the sign-offs."""


class Attachments(Contribution):
    """The room of files and evidence."""

    panels = (Panel(gettext_lazy("附件"), "attachments:panel"),)
    place_links = (PlaceLink(gettext_lazy("附件"), "attachments:place", "clip"),)

    def chapters(self, plan: Plan, at: datetime) -> Iterable[Chapter]:
        found = shown(plan, listed(plan))
        if found:
            context = {"attachments": found, "plan": plan}
            title = gettext("附件与凭据")
            yield Chapter(title, "attachments/document/chapter.html", context, ORDER)

    def findings(self, plan: Plan, document: Any) -> Iterable[Any]:
        return mismatches(plan, document)
