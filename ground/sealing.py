"""Texts that the database keeps but nobody who only has the database can read.

Sealed with a key derived from SECRET_KEY; SECRET_KEY_FALLBACKS still open what
they once sealed.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"releaseplan.sealing.1"


class Unsealable(ValueError):
    """The text was sealed with a key that is no longer known, or was changed."""


def seal(text: str) -> str:
    """Ciphertext in ASCII, another one each time; an empty text stays empty."""
    return _ring().encrypt(text.encode()).decode("ascii") if text else ""


def unseal(sealed: str) -> str:
    """What `seal` was given. Raises Unsealable."""
    if not sealed:
        return ""
    try:
        return _ring().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable from error


def _ring() -> MultiFernet:
    """The first key seals, each of them opens."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    material = secret.encode() if isinstance(secret, str) else secret
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(material)
    return base64.urlsafe_b64encode(derived)
