"""Reads every file of a folder in a process of its own and tells what it cost.

`python -m tests.reading.apart FOLDER` prints {name: {"seconds", "megabytes", "said"}}: processor time
and peak memory of the reading process, Python and Django included; `said` is the refusal, or "".
"""

import json
import os
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from plans.importing import read_file  # noqa: E402 settings first
from plans.reading.errors import Unreadable  # noqa: E402 settings first
from plans.reading.registry import recognisers  # noqa: E402 settings first

_MOST_MEMORY, _MOST_SECONDS = 2_000_000_000, 60


def measured(path: Path) -> dict[str, Any]:
    """What a child made of the file; `said` tells of its death when it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _in_child(path, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        text = told.read()
    os.waitpid(child, 0)
    found: dict[str, Any] = json.loads(text or '{"said": "died", "seconds": 99, "megabytes": 9999}')
    return found


def _in_child(path: Path, writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    started = time.process_time()
    said = _read(path)
    seconds = time.process_time() - started
    peak = peak_kilobytes() // 1024
    found = {"seconds": seconds, "megabytes": peak, "said": said}
    os.write(writing, json.dumps(found).encode())
    os._exit(0)


def peak_kilobytes() -> int:
    """Of this program alone: getrusage(2) also counts what it was forked from."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"(?m)^VmHWM:\s*(\d+) kB", status)[0])


def _read(path: Path) -> str:
    try:
        read_file(path.read_bytes(), path.name)
    except Unreadable as refusal:
        return str(refusal.detail)
    return ""


def main(folder: Path) -> None:
    recognisers()
    found = {path.name: measured(path) for path in sorted(folder.iterdir())}
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
