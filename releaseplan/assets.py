"""One mark for all static files: it is part of their address, so browsers keep them for good.

The address of a file is `/static/<mark>/name`. Modules import each other by relative
paths, which stay right; nothing is copied, renamed or rewritten.
"""

import hashlib
from pathlib import Path


def mark(*places: Path) -> str:
    """Changes when any file of `places` (files or folders) does; the same on every machine."""
    seen = hashlib.sha256()
    for place in places:
        for path in sorted(_files(place)):
            seen.update(path.relative_to(place.parent).as_posix().encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


def _files(place: Path) -> list[Path]:
    """A folder's files, a file itself, nothing for what is not there."""
    return [path for path in (place, *place.rglob("*")) if path.is_file()]
