"""A Prometheus of our own on loopback, with series that were written in advance.

Tests stop the clock at START, so its data lie around that moment and no scrape adds any.
"""

import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import run

from tests.processes import free_port, start, stop, wait_for
from tests.servers import binary

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
"""When tests of ramps begin."""
FIRST, LAST, STEP = timedelta(hours=-1), timedelta(hours=4), timedelta(seconds=15)

Course = Callable[[float], float | None]
"""Minutes since START to a value; None where there is none."""


def bad_between(begin: float, end: float, *, bad: float = 0.08, good: float = 0.002) -> Course:
    return lambda minute: bad if begin <= minute < end else good


SERIES: dict[str, Course] = {
    'good_ratio{flag="coin.refund",env="prod"}': lambda _minute: 0.002,
    "bad_ratio": lambda _minute: 0.08,
    "bad_soon_ratio": bad_between(0.2, 999),
    "bad_late_ratio": bad_between(25, 45),
    "bad_between_ratio": bad_between(9.9, 60),
    "bad_briefly_ratio": bad_between(20, 20.4),
    "gone_ratio": lambda minute: 0.002 if minute < 5 else None,
    "gone_awhile_ratio": lambda minute: None if 7 <= minute < 25 else 0.002,
    'two_ratio{pod="a"}': lambda _minute: 0.1,
    'two_ratio{pod="b"}': lambda _minute: 0.2,
    "hits_total": lambda minute: 60.0 * (minute + 60),
    "few_hits": lambda minute: 3.0 if minute < 14 else 500.0,
    "none_total": lambda _minute: 0.0,
    "rt_seconds": lambda _minute: 0.15,
}


class Prometheus:
    """Started once, asked by many tests."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        _write(folder)
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            binary("prometheus"), f"--config.file={self.folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={self.folder / 'data'}", "--storage.tsdb.retention.time=10y",
            f"--web.listen-address=127.0.0.1:{self.port}",
        ]  # fmt: skip
        self.process = start(command, log=self.folder / "log")
        wait_for(self.is_ready, what="Prometheus")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/-/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        stop(self.process)


def _write(folder: Path) -> None:
    """The series as blocks of a database that Prometheus opens."""
    (folder / "prometheus.yml").write_text("global: {}\n")
    text = folder / "series.txt"
    text.write_text("".join(_lines()) + "# EOF\n")
    command = [binary("promtool"), "tsdb", "create-blocks-from", "openmetrics", "--quiet"]
    done = run(
        [*command, str(text), str(folder / "data")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _lines() -> Iterator[str]:
    kinds: set[str] = set()
    for series, course in SERIES.items():
        name = series.partition("{")[0]
        if name not in kinds:
            kinds.add(name)
            yield f"# TYPE {name} unknown\n"
        yield from _samples(series, course)


def _samples(series: str, course: Course) -> Iterator[str]:
    moment = START + FIRST
    while moment <= START + LAST:
        value = course((moment - START).total_seconds() / 60)
        if value is not None:
            yield f"{series} {value} {moment.timestamp():.0f}\n"
        moment += STEP
