"""The one write path of plans: authorise, change, record, in one transaction."""

from plans.actions.batches import move_app, take_back
from plans.actions.blocks import save_block
from plans.actions.clearances import answer_clearance, ask_clearance
from plans.actions.copying import copy_plan
from plans.actions.findings import acknowledge
from plans.actions.lifecycle import (
    begin_observing,
    begin_rollback,
    cancel,
    change_state,
    pause,
    resume,
    start,
)
from plans.actions.locking import lock
from plans.actions.notes import add_note, delete_note, save_note
from plans.actions.overrides import (
    ask_override,
    confirm_override,
    end_override,
    lapse_override,
    refuse_override,
)
from plans.actions.plans import change_plan, create_plan
from plans.actions.progress import record_progress
from plans.actions.restoring import restore_rows
from plans.actions.reverting import revert, revert_row
from plans.actions.revisions import seal, seal_locked
from plans.actions.rows import add_rows, delete_rows, order_rows, save_row
from plans.actions.templates import (
    create_template,
    reinstate,
    retire,
    save_as_template,
    stock_shelf,
)

__all__ = [
    "acknowledge",
    "add_note",
    "add_rows",
    "answer_clearance",
    "ask_clearance",
    "ask_override",
    "begin_observing",
    "begin_rollback",
    "cancel",
    "change_plan",
    "change_state",
    "confirm_override",
    "copy_plan",
    "create_plan",
    "create_template",
    "delete_note",
    "delete_rows",
    "end_override",
    "lapse_override",
    "lock",
    "move_app",
    "order_rows",
    "pause",
    "record_progress",
    "refuse_override",
    "reinstate",
    "restore_rows",
    "resume",
    "retire",
    "revert",
    "revert_row",
    "save_as_template",
    "save_block",
    "save_note",
    "save_row",
    "seal",
    "seal_locked",
    "start",
    "stock_shelf",
    "take_back",
]
