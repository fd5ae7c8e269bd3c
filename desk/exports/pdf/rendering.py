"""HTML to PDF in a child process: with a time limit, a memory limit and no way out.

WeasyPrint takes 250–300 MB and seconds of the interpreter; neither belongs into a process
that answers requests. The child starts before the HTML is ready, for importing takes as
long as asking the database.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.errors import Refusal

CHILD = Path(__file__).with_name("child.py")
MEMORY = 2 * 1024**3
AT_ONCE = threading.BoundedSemaphore(2)
"""Children of one process; more would only fight for the cores."""

_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "TMPDIR")
Progress = Callable[[str, int], None]
"""Called with ("step" | "page" | "peak", number); the peak is in kilobytes."""


class CannotPrint(Refusal):
    """The document could not be laid out: 503."""

    status = 503
    code = "cannot-print"
    title = gettext_lazy("PDF 没有生成")


def print_pdf(
    make: Callable[[], str],
    *,
    assets: Mapping[str, Path],
    seconds: float,
    progress: Progress = lambda _what, _number: None,
) -> bytes:
    """The PDF of the HTML that `make` gives.

    Raises CannotPrint when that takes longer than `seconds`, or the child dies.
    """
    with AT_ONCE, tempfile.TemporaryDirectory(prefix="print-") as folder:
        output = Path(folder) / "document.pdf"
        job = Path(folder) / "job.json"
        files = {name: str(path) for name, path in assets.items()}
        job.write_text(json.dumps({"output": str(output), "assets": files, "memory": MEMORY}))
        with (Path(folder) / "errors").open("w+") as errors:
            with _child(job, errors, seconds) as child:
                _talk(child, make(), progress)
            if child.returncode or not output.exists():
                raise _failure(child.returncode, errors)
        return output.read_bytes()


def is_busy() -> bool:
    """Whether a new child would have to wait for another one."""
    free = AT_ONCE.acquire(blocking=False)
    if free:
        AT_ONCE.release()
    return not free


@contextmanager
def _child(job: Path, errors: IO[str], seconds: float) -> Iterator[subprocess.Popen[str]]:
    """The running child; it is over when this ends, if need be by force."""
    child = subprocess.Popen(  # noqa: S603 - our own file, no shell
        [sys.executable, "-P", "-s", str(CHILD), str(job)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=_environment(),
        encoding="utf-8",
    )  # fmt: skip
    alarm = threading.Timer(seconds, child.kill)
    alarm.start()
    try:
        yield child
        child.wait()
    finally:
        alarm.cancel()
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()


def _environment() -> dict[str, str]:
    """No secrets, no addresses; a place for the font cache."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    cache = Path(settings.VAR_DIR) / "cache"
    return {**passed_on, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "XDG_CACHE_HOME": str(cache)}


def _talk(child: subprocess.Popen[str], html: str, progress: Progress) -> None:
    """Hand over the HTML, then listen until the child has nothing more to say."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the child has no pipes")
    try:
        child.stdin.write(html)
        child.stdin.close()
    except BrokenPipeError:
        return
    for line in child.stdout:
        what, _space, number = line.strip().partition(" ")
        if number.isdigit():
            progress(what, int(number))


def _failure(status: int, errors: IO[str]) -> CannotPrint:
    errors.seek(0)
    last = errors.read().strip().rsplit("\n", 1)[-1][:200]
    if status == -9:
        return CannotPrint(_("排版超过了时间限制，请稍后再试，或改用 Markdown、Excel 导出。"))
    return CannotPrint(_("排版进程没有完成：%(error)s") % {"error": last or status})
