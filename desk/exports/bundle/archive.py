"""A zip file that is written piece by piece and knows the SHA-256 of all it holds."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, BinaryIO, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder

MANIFEST = "MANIFEST.json"
Pieces = Iterable[bytes]


class Archive:
    """`add` files, then `add_manifest`; never more than a piece of one is in memory."""

    def __init__(self, file: BinaryIO, at: datetime) -> None:
        self.zip = ZipFile(file, "w", ZIP_DEFLATED)
        self.stamp = at.timetuple()[:6]
        self.files: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.zip.close()

    def add(self, name: str, pieces: Pieces, *, is_packed: bool = False) -> None:
        """`is_packed`: compressing it once more would only cost time."""
        sha256, size = hashlib.sha256(), 0
        with self.zip.open(self._entry(name, is_packed), "w", force_zip64=True) as entry:
            for piece in pieces:
                entry.write(piece)
                sha256.update(piece)
                size += len(piece)
        self.files[name] = {"sha256": sha256.hexdigest(), "bytes": size}

    def add_json(self, name: str, value: Any) -> None:
        self.add(name, [as_json(value, indent=1)])

    def add_manifest(self, facts: dict[str, Any]) -> None:
        """The last file: `facts`, and the hash of every other one."""
        manifest = as_json({**facts, "files": self.files}, indent=1)
        self.zip.writestr(self._entry(MANIFEST, False), manifest)

    def _entry(self, name: str, is_packed: bool) -> ZipInfo:
        entry = ZipInfo(name, self.stamp)
        entry.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return entry


def as_json(value: Any, indent: int | None = None) -> bytes:
    """UTF-8 with a line break at the end."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, cls=DjangoJSONEncoder)
    return f"{text}\n".encode()
