"""Workbooks are zip files: the same content gives the same bytes, and bombs are refused."""

import io
import re
import zipfile
from datetime import UTC, datetime

_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_LARGEST = 20 * 1024 * 1024
"""Bytes unpacked; a plan of five thousand long rows takes a third."""


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


def is_ours(data: bytes, sheet: str) -> bool:
    """Whether the zip is a workbook with a sheet of that name, and of a size worth unpacking."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            size = sum(entry.file_size for entry in book.infolist())
            return size <= _LARGEST and f'name="{sheet}"'.encode() in book.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        return False
