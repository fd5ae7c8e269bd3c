"""What an attachment is called: never a path, never a name that reads otherwise than it is (pure)."""

from unicodedata import category, normalize

LONGEST = 160
MOST_BYTES = 200
"""File systems take 255 bytes of a name; the bundle puts a number before it."""

_REFUSED = frozenset('<>:"|?*')
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"))


def plain_name(given: str) -> str:
    """The last part of `given` without what file systems refuse or nobody sees; "file" if none."""
    last = normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    seen = "".join(sign for sign in last if category(sign) not in _UNSEEN)
    words = " ".join("".join(" " if sign in _REFUSED else sign for sign in seen).split())
    return _shortened(words.strip(". ")) or "file"


def ending_of(name: str) -> str:
    """Such as "png", in lower case; empty without one."""
    stem, dot, ending = name.rpartition(".")
    return ending.casefold() if dot and stem else ""


def _shortened(name: str) -> str:
    """Cut before the ending, which says what the file is."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    while stem and not _fits(f"{stem}{dot}{ending}"):
        stem = stem[:-1]
    return f"{stem.rstrip()}{dot}{ending}"


def _fits(name: str) -> bool:
    return len(name) <= LONGEST and len(name.encode()) <= MOST_BYTES
