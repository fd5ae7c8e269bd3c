"""The short template of a hotfix: one review of all sides, the DBA when there is SQL."""

from dataclasses import replace

from django.utils.translation import gettext_noop as _

from approvals.rules.norm import CLOSED, DATABASE, DEV_LEAD, GO_NO_GO, OPS, TESTER, VERIFIED
from approvals.rules.shape import Need, Template

URGENT = Template(
    "urgent",
    _("紧急流程"),
    (
        replace(
            GO_NO_GO,
            needs=(DEV_LEAD, TESTER, OPS),
            opens=(),
            record=(),
            due_after=1,
            due_before=None,
        ),
        replace(DATABASE, due_after=1, due_before=None),
        replace(VERIFIED, needs=(Need(("test", "product")),), due_after=1, patience=1),
        CLOSED,
    ),
)
