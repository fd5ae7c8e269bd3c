"""What a file is, by its bytes: the kinds that are kept, and the few that a page may show (pure)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from attachments.names import ending_of

HEAD = 4096
"""So many bytes from the beginning tell what a file is."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Kind:
    """`fits` looks at the first bytes; `endings` are the names that promise this kind.

    Only a kind that `is_shown` is ever given to the browser to draw.
    """

    media: str
    fits: Callable[[bytes], bool]
    endings: tuple[str, ...] = ()
    is_shown: bool = False


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signs)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def _is_text(head: bytes) -> bool:
    """UTF-8, UTF-16 with its mark, or GB 18030, without control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _reads(head[: len(head) // 2 * 2], "utf-16")
    return _reads(head, "utf-8") or _reads(head, "gb18030")


def _reads(head: bytes, encoding: str) -> bool:
    """The last character may be cut in two."""
    for cut in range(4) if len(head) >= HEAD else (0,):
        try:
            return not _UNPRINTABLE.search(head[: len(head) - cut].decode(encoding))
        except UnicodeDecodeError:
            continue
    return False


KINDS = (
    Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n"), ("png",), is_shown=True),
    Kind("image/jpeg", _begins(b"\xff\xd8\xff"), ("jpg", "jpeg"), is_shown=True),
    Kind("image/gif", _begins(b"GIF87a", b"GIF89a"), ("gif",), is_shown=True),
    Kind("image/webp", _is_webp, ("webp",), is_shown=True),
    Kind("application/pdf", _begins(b"%PDF-"), ("pdf",)),
    Kind("application/zip", _begins(b"PK\x03\x04", b"PK\x05\x06"),
         ("zip", "jar", "war", "ear", "docx", "xlsx", "pptx", "odt", "ods", "apk", "whl")),
    Kind("application/gzip", _begins(b"\x1f\x8b"), ("gz", "tgz")),
    Kind("application/x-bzip2", _begins(b"BZh"), ("bz2",)),
    Kind("application/x-xz", _begins(b"\xfd7zXZ\x00"), ("xz",)),
    Kind("application/zstd", _begins(b"\x28\xb5\x2f\xfd"), ("zst",)),
    Kind("application/x-7z-compressed", _begins(b"7z\xbc\xaf\x27\x1c"), ("7z",)),
    Kind("application/x-tar", _is_tar, ("tar",)),
    Kind("application/x-ole-storage", _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
         ("doc", "xls", "ppt", "msg")),
    Kind("text/plain", _is_text),
)  # fmt: skip
SHOWN = frozenset(kind.media for kind in KINDS if kind.is_shown)


def kind_of(head: bytes) -> Kind | None:
    """The kind of a file that begins with `head` (HEAD bytes, or all); None for an unknown one.

    Programs are unknown, and so refused; HTML and SVG are text.
    """
    return next((kind for kind in KINDS if kind.fits(head)), None)


def promised(name: str) -> Kind | None:
    """The kind that the ending of the name promises, if any."""
    ending = ending_of(name)
    return next((kind for kind in KINDS if ending in kind.endings), None)
