"""Word and Excel files are archives: looked at before they are opened."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from plans.reading.errors import Unreadable

_MOST_BYTES, _MOST_RATIO, _MOST_FILES = 100 * 1024 * 1024, 200, 2_000
_RATIO_COUNTS = 5 * 1024 * 1024


def is_zip(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def names_in(data: bytes) -> frozenset[str]:
    """The files inside; Unreadable when they would unpack to too much or smuggle entities."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bombs(archive.infolist())
            _refuse_entities(archive)
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, ValueError):
        raise Unreadable(_("文件已损坏或加了密，打不开。")) from None


def count_tags(data: bytes, folder: str) -> int:
    """How many XML tags the parts below `folder` have; what reading them costs."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith(folder)]
        return sum(archive.read(name).count(b"<") for name in parts if name.endswith(".xml"))


def _refuse_bombs(files: list[zipfile.ZipInfo]) -> None:
    total = sum(file.file_size for file in files)
    packed = sum(file.compress_size for file in files) or 1
    bomb = total > _RATIO_COUNTS and total / packed > _MOST_RATIO
    if len(files) > _MOST_FILES or total > _MOST_BYTES or bomb:
        raise Unreadable(_("文件解压后过大，疑似压缩炸弹，已拒绝。"))


def _refuse_entities(archive: zipfile.ZipFile) -> None:
    """No Office file declares a document type; one that does wants its entities expanded."""
    for file in archive.infolist():
        if file.filename.endswith((".xml", ".rels")):
            with archive.open(file) as stream:
                if b"<!DOCTYPE" in stream.read(4096).upper():
                    raise Unreadable(_("文件里含有不允许的 XML 声明，已拒绝。"))
