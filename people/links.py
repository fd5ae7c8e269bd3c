"""One-time links: the first administrator's, and those that set a password."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from people.models import User

SALT = "people.first-administrator"
FIRST_LIVES = 24 * 60 * 60
"""Seconds; it also ends when an administrator exists."""


def first_administrator_link(base: str = "") -> str:
    """An address under `base` that makes the first administrator of an empty installation."""
    ticket = signing.dumps("first", salt=SALT)
    return (base or settings.BASE_URL).rstrip("/") + reverse("people:first", args=[ticket])


def is_first_ticket(ticket: str) -> bool:
    """Ours, and not too old."""
    try:
        signing.loads(ticket, salt=SALT, max_age=FIRST_LIVES)
    except signing.BadSignature:
        return False
    return True


def password_link(person: User) -> str:
    """An address that lets `person` set a password once, for PASSWORD_RESET_TIMEOUT."""
    number = urlsafe_base64_encode(force_bytes(person.pk))
    ticket = default_token_generator.make_token(person)
    return settings.BASE_URL + reverse("people:set-password", args=[number, ticket])
