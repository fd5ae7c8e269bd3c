"""Members who could take a lead's seat: one click each on the finding that misses the lead."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from approvals.rules.seats import LEADS, part_label
from plans.document import Document
from plans.findings import SetCells
from plans.grants import links
from plans.models import Plan
from plans.parts import part_of

Promotions = Mapping[str, tuple[SetCells, ...]]
MOST = 3


def promotions(plan: Plan, document: Document) -> Promotions:
    """{"dev_lead": buttons}: linked members of that part but the owner, each once."""
    accounts = links(plan)
    found: dict[str, dict[int, SetCells]] = defaultdict(dict)
    for row in document.rows("members"):
        code = f"{part_of(str(row.get('role') or ''))}_lead"
        known = accounts.get(int(row.get("id") or 0))
        user = known.user if known else None
        if code in LEADS and user and user.pk != plan.owner_id:
            words = {"name": user.called, "part": part_label(code)}
            label = _("设 %(name)s 为%(part)s") % words
            found[code].setdefault(user.pk, SetCells(label, {"is_lead": True}, row["id"]))
    return {code: tuple(several.values())[:MOST] for code, several in found.items()}
