"""Where the bytes lie: each file once, under its SHA-256, never changed.

MEDIA_ROOT/attachments/ab/abcdef…: a file gets that name only when it is whole and on the disk,
so whatever bears the name is the content.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

FRESH = timedelta(days=1)
"""Bytes this young may belong to a row that is being written."""


@dataclass(frozen=True)
class Kept:
    """What the vault took in: hex digests and bytes."""

    sha256: str
    md5: str
    size: int


def keep(chunks: Iterable[bytes]) -> Kept:
    """Take the bytes in; OSError when the disk does not take them. Known bytes are kept once."""
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root, prefix="new-", delete=False) as file:
        try:
            kept = _written(file, chunks)
            _name(Path(file.name), path_of(kept.sha256))
        finally:
            Path(file.name).unlink(missing_ok=True)
    return kept


def path_of(sha256: str) -> Path:
    return _root() / sha256[:2] / sha256


def take(sha256: str) -> BinaryIO:
    """The bytes; FileNotFoundError when the disk has lost them."""
    return path_of(sha256).open("rb")


def names(now: datetime) -> Iterator[str]:
    """The SHA-256 of all that lies here and is not fresh."""
    for path in _root().glob("[0-9a-f][0-9a-f]/*"):
        if path.stat().st_mtime < (now - FRESH).timestamp():
            yield path.name


def forget(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "attachments"


def _written(file: IO[bytes], chunks: Iterable[bytes]) -> Kept:
    """The digests of what is on the disk when this returns."""
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    for chunk in chunks:
        file.write(chunk)
        sha256.update(chunk)
        md5.update(chunk)
        size += len(chunk)
    file.flush()
    os.fsync(file.fileno())
    return Kept(sha256.hexdigest(), md5.hexdigest(), size)


def _name(whole: Path, wanted: Path) -> None:
    """Give the file its name; one that has it already is the same and becomes fresh again."""
    wanted.parent.mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        os.utime(wanted)
        return
    whole.chmod(0o640)
    whole.replace(wanted)
    _to_disk(wanted.parent)


def _to_disk(folder: Path) -> None:
    """A name is on the disk when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
