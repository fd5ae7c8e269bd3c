"""Workbooks are zip files: the same content gives the same bytes, and bombs are refused."""

import io
import re
import zipfile
from datetime import UTC, datetime

_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_LARGEST = 300 * 1024 * 1024
_RATIO = 200


def steady(data: bytes, moment: datetime) -> bytes:
    """The file with `moment` in all places where the clock has left its mark."""
    stamp = moment.astimezone(UTC)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _SAVED.sub(rb"\g<1>%s\g<2>" % f"{stamp:%Y-%m-%dT%H:%M:%SZ}".encode(), body)
            entry = zipfile.ZipInfo(name, stamp.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, body)
    return out.getvalue()


def is_bearable(data: bytes) -> bool:
    """Whether the zip unpacks to a size that is worth trying."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            size = sum(entry.file_size for entry in book.infolist())
    except (zipfile.BadZipFile, OSError):
        return False
    return size <= min(_LARGEST, max(_RATIO * len(data), 1024 * 1024))
