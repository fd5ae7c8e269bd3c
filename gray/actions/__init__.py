"""The only writers of ramps, flags and keys."""

from gray.actions.commanding import command
from gray.actions.connecting import (
    add_connection,
    change_connection,
    delete_connection,
    switch_connection,
)
from gray.actions.keys import create_key, revoke_key
from gray.actions.looking import look
from gray.actions.planning import create_ramp
from gray.actions.rolling_back import roll_back_plan, turn_off_all
from gray.actions.settling import settle
from gray.actions.sweeping import look_together
from gray.actions.trying import try_connection

__all__ = [
    "add_connection",
    "change_connection",
    "command",
    "create_key",
    "create_ramp",
    "delete_connection",
    "look",
    "look_together",
    "revoke_key",
    "roll_back_plan",
    "settle",
    "switch_connection",
    "try_connection",
    "turn_off_all",
]
