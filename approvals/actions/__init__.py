"""The one write path of gates: authorise, change, record, in one transaction."""

from approvals.actions.clearing import open_stage_gate, stage_answered
from approvals.actions.completing import complete
from approvals.actions.linking import sign_by_link
from approvals.actions.mentioning import note_mentions_read
from approvals.actions.nudging import nudge
from approvals.actions.recording import write_record
from approvals.actions.reminding import remind
from approvals.actions.reopening import reopen
from approvals.actions.settling import settle_plan
from approvals.actions.signing import APPROVE, REJECT, sign
from approvals.actions.submitting import submit, withdraw
from approvals.actions.templating import copy_gates, save_gates
from approvals.actions.waiving import (
    ask_waiver,
    confirm_waiver,
    refuse_waiver,
    review_waiver,
)
from approvals.actions.watching import note_edit
from approvals.actions.withdrawing import take_back

__all__ = [
    "APPROVE",
    "REJECT",
    "ask_waiver",
    "complete",
    "confirm_waiver",
    "copy_gates",
    "note_edit",
    "note_mentions_read",
    "nudge",
    "open_stage_gate",
    "refuse_waiver",
    "remind",
    "reopen",
    "review_waiver",
    "save_gates",
    "settle_plan",
    "sign",
    "sign_by_link",
    "stage_answered",
    "submit",
    "take_back",
    "withdraw",
    "write_record",
]
