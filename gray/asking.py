"""Asking gauges side by side, and together never for longer than LIMIT."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from math import ceil
from time import monotonic

from django.utils.translation import gettext as _

from gray.drivers.base import DriverError
from gray.gauges.base import Gauge, Sample
from gray.silence import Silence
from gray.watching import interval

log = logging.getLogger("releaseplan.gray")

LIMIT = 5.0
"""Seconds that all questions of one turn may take together."""
SLOW = LIMIT / 2
"""A gauge that needed longer than this and had no answer is left in peace for a while."""
SIDE_BY_SIDE = 16
SILENCE = Silence()

Question = tuple[str, str]
"""(name of the connection, query)."""


def ask_all(
    questions: set[Question], gauges: Iterable[Gauge], now: datetime
) -> dict[Question, Sample | str]:
    """The answers, or why there is none; who was silent just now is not asked again at once."""
    by_name = {gauge.setup.name: gauge for gauge in gauges}
    quiet = {name: left for name in by_name if (left := SILENCE.left(name))}
    asked = sorted(one for one in questions if one[0] not in quiet)
    told = {one: _later(quiet[one[0]]) for one in questions if one[0] in quiet}
    if not asked:
        return {**told}
    began = monotonic()
    answers = _side_by_side(asked, by_name, now)
    if monotonic() - began > SLOW:
        _leave_silent(answers)
    return {**told, **answers}


def _side_by_side(
    asked: Sequence[Question], gauges: Mapping[str, Gauge], now: datetime
) -> dict[Question, Sample | str]:
    pool = ThreadPoolExecutor(min(SIDE_BY_SIDE, len(asked)), "gauge")
    try:
        futures = {
            pool.submit(_ask, gauges[name], query, now): (name, query) for name, query in asked
        }
        wait(futures, timeout=LIMIT)
        return {question: _answer(future) for future, question in futures.items()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _leave_silent(answers: Mapping[Question, Sample | str]) -> None:
    """The connections that had no answer at all are left in peace for one interval."""
    heard = {name for (name, _query), answer in answers.items() if isinstance(answer, Sample)}
    for name in {name for name, _query in answers} - heard:
        SILENCE.leave(name, interval().total_seconds())


def _later(seconds: float) -> str:
    text = _("指标系统刚才没有及时回答，%(n)d 秒后再问。")
    return text % {"n": ceil(seconds)}


def _ask(gauge: Gauge, query: str, now: datetime) -> Sample | str:
    """In a thread of its own: no database here."""
    try:
        return gauge.ask(query, now)
    except DriverError as error:
        return str(error)
    except Exception:  # whatever a gauge stumbles over, a ramp goes on being looked at
        log.exception("a gauge could not be asked")
        return _("查询时出了意外，请看日志。")


def _answer(future: Future[Sample | str]) -> Sample | str:
    return future.result() if future.done() else _("指标系统没有及时回答。")
