"""Message catalogs: .po files become .mo files at set-up, without gettext's own tools."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogs(folder: Path) -> int:
    """Compile every catalog below `folder` that is older than its source; returns how many."""
    stale = [source for source in folder.glob("*/LC_MESSAGES/*.po") if _is_stale(source)]
    for source in stale:
        _compile(source)
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    """Written aside and moved, so that a reader never sees half a catalog.

    Two processes that start at once each have a draft of their own.
    """
    with source.open("rb") as text:
        catalog = read_po(text, domain=source.stem)
    draft = source.with_suffix(f".mo.{os.getpid()}")
    with draft.open("wb") as binary:
        write_mo(binary, catalog)
    draft.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_catalogs(Path(sys.argv[1]))
