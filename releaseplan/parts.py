"""The threads of the embedded server, and how they end together."""

import logging
import os
import queue
import signal
import threading
from collections.abc import Callable
from types import FrameType

from celery import current_app
from celery.platforms import EX_OK
from celery.worker import state as worker_state
from waitress.server import create_server

from gray import clock
from releaseplan.housekeeping import CannotServe
from releaseplan.wsgi import application

log = logging.getLogger("releaseplan.embedded")
WEB_THREADS = 4
WORKER_THREADS = 4
PATIENCE = 10.0
"""Seconds that running work gets to finish after the first signal; then it is cut off.
What was cut off is due in a table still, and goes on at the next start."""


class House:
    """Web, worker and clock; `run` returns when they have ended."""

    def __init__(self, host: str, port: int) -> None:
        """Binds the address at once. Raises CannotServe when it is taken."""
        self.leaving = threading.Event()
        self.ended: queue.SimpleQueue[tuple[str, BaseException | None]] = queue.SimpleQueue()
        try:
            self.web = create_server(
                application, host=host, port=port, threads=WEB_THREADS, ident=None
            )
        except OSError as error:
            raise CannotServe(
                f"{host}:{port} cannot be served ({error.strerror}): set PORT to another number."
            ) from error
        self.worker = current_app.WorkController(
            pool="threads",
            concurrency=WORKER_THREADS,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )

    def run(self) -> int:
        """Serve until a signal (0) or until a part has died (1)."""
        signal.signal(signal.SIGINT, self._leave)
        signal.signal(signal.SIGTERM, self._leave)
        parts: dict[str, Callable[[], object]] = {
            "web": self.web.run,
            "worker": self.worker.start,
            "clock": lambda: clock.run(self.leaving),
        }
        threads = [self._start(name, work) for name, work in parts.items()]
        name, error = self.ended.get()
        if not self.leaving.is_set():
            log.critical("%s has ended, so the whole process ends", name, exc_info=error)
        status = 0 if self.leaving.is_set() else 1
        self._close(threads, status)
        return status

    def _start(self, name: str, work: Callable[[], object]) -> threading.Thread:
        thread = threading.Thread(target=self._watch, args=(name, work), name=name, daemon=True)
        thread.start()
        return thread

    def _watch(self, name: str, work: Callable[[], object]) -> None:
        error: BaseException | None = None
        try:
            work()
        except BaseException as problem:
            error = problem
        self.ended.put((name, error))

    def _leave(self, number: int, frame: FrameType | None) -> None:
        """The first signal ends the house in good order, the second one at once."""
        if self.leaving.is_set():
            os._exit(128 + number)
        self.leaving.set()
        self.ended.put(("signal", None))

    def _close(self, threads: list[threading.Thread], status: int) -> None:
        """In good order, and at the latest when PATIENCE is over: any step may hang."""
        self.leaving.set()
        end = threading.Timer(PATIENCE, self._cut_off, [status])
        end.daemon = True
        end.start()
        self.web.task_dispatcher.shutdown(timeout=PATIENCE / 2)
        self.web.close()
        worker_state.should_stop = EX_OK  # type: ignore[assignment]  # the stub knows only None
        self.worker.stop()
        for thread in threads:
            thread.join()

    def _cut_off(self, status: int) -> None:
        log.warning("not everything ended in %d seconds, so it is cut off", PATIENCE)
        os._exit(status)
