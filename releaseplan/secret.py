"""The key that signs sessions: given by the environment, or made once and kept."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DEFAULTS = ("django-insecure", "changeme", "change-me", "secret")
SHORTEST = 32


def given_key(text: str) -> str:
    """A key from the environment; a default or short one is refused."""
    if not text:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing: set it to 50 random characters, the same in every process."
        )
    if text.lower().startswith(DEFAULTS) or len(text) < SHORTEST or len(set(text)) < 5:
        raise ImproperlyConfigured(
            "SECRET_KEY is a default or too short: set it to at least 32 random characters."
        )
    return text


def kept_key(path: Path) -> str:
    """The key of an embedded installation, made at its first start, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        _place(draft, path)
    return path.read_text().strip()


def _place(draft: Path, path: Path) -> None:
    """Two first starts at once agree on one key."""
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
