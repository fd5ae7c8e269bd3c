"""Texts of configuration that say that they are a secret, or hold one (pure)."""

import re

_SIGNS = re.compile(
    r"(?<![a-z])pass(?![a-z])|pass(?:word|wd|phrase|code)|pwd|secret|credential|token|private"
    r"|salt(?![a-z])|(?:access|api|app|auth|sign|signing|encrypt|encryption|master)[._-]?key"
    r"|jdbc|\bdsn\b|://[^/\s:@]+:[^/\s@]+@|-----BEGIN|密码|口令|密钥|令牌|凭证",
    re.IGNORECASE,
)


def is_secret(text: str) -> bool:
    """Whether the name of a key, or what it holds, is better not shown; a guess by its words."""
    return bool(_SIGNS.search(text))
