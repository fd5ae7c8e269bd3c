"""The only writers of accounts and tokens."""

from people.actions.accounts import (
    activate,
    change_person,
    create_demo_person,
    create_first_administrator,
    create_person,
    deactivate,
    note_change,
    note_password_link,
    set_password,
    sign_out_everywhere,
)
from people.actions.delegating import delegate, revoke_delegation
from people.actions.preferences import choose_language, choose_theme
from people.actions.tokens import create_token, note_use, revoke_token

__all__ = [
    "activate",
    "change_person",
    "choose_language",
    "choose_theme",
    "create_demo_person",
    "create_first_administrator",
    "create_person",
    "create_token",
    "deactivate",
    "delegate",
    "note_change",
    "note_password_link",
    "note_use",
    "revoke_delegation",
    "revoke_token",
    "set_password",
    "sign_out_everywhere",
]
