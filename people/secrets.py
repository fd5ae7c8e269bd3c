"""The text of a bearer token: made once, shown once, kept as a digest."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

MARK = "rp"


@dataclass(frozen=True, slots=True)
class Secret:
    """A token's text; `prefix` finds its row, `digest` (hex SHA-256 of the text) proves it."""

    prefix: str
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def matches(self, digest: str) -> bool:
        return hmac.compare_digest(self.digest, digest)


def issue() -> Secret:
    """A new secret of 256 random bits, such as rp_4f1c09aa_…"""
    prefix = secrets.token_hex(5)
    return Secret(prefix, f"{MARK}_{prefix}_{secrets.token_urlsafe(32)}")


def read(text: str) -> Secret | None:
    """The secret a client sent, or None when it does not look like one of ours."""
    mark, _, rest = text.partition("_")
    prefix, _, tail = rest.partition("_")
    return Secret(prefix, text) if mark == MARK and prefix and tail else None
