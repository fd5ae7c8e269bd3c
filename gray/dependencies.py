"""What the stages of a ramp wait for, read from their column 依赖."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

import gray.needs  # noqa: F401 - every kind registers itself
from gray.needs.base import Need
from gray.standing import Standing
from gray.words import Sentence, sentence
from ground.words import in_row

LONGEST = 300
"""Letters of what may still be a dependency."""


def read_need(text: str) -> Need | None:
    """The dependency that an entry says; None when no kind knows the words."""
    if len(text) > LONGEST:
        return None
    return next((need for kind in Need.kinds if (need := kind.read(text))), None)


def forms() -> str:
    """How dependencies are written, as one row of examples."""
    return in_row(str(kind.form) for kind in Need.kinds)


def unmet(stage: Any, standing: Standing) -> Iterator[Sentence]:
    """What a Stage row still waits for, each in words; what nobody understands is not met."""
    for text in stage.needs:
        need = read_need(text)
        if need is None:
            yield sentence(
                "need",
                _("依赖“%(need)s”看不懂，请改写，例如：%(forms)s。"),
                need=text,
                forms=Forms(),
            )
        elif lacking := need.lacks(standing, stage.changed_by_id):
            yield lacking


Forms = lazy(forms, str)
"""The examples in the reader's language; no part of what a finding is told by."""


def waits_of(stages: Sequence[Any], index: int, standing: Standing) -> list[tuple[Sentence, ...]]:
    """For each stage the dependencies that are not met.

    Those of stages that have been reached stand before the next one: what let traffic in
    has to hold for more traffic. The stages that were reached wait for nothing.
    """
    found = [tuple(unmet(stage, standing)) for stage in stages]
    behind = [why for one in found[: index + 1] for why in one]
    return [
        () if at <= index else _once((*behind, *mine)) if at == index + 1 else mine
        for at, mine in enumerate(found)
    ]


def _once(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple({str(one): one for one in sentences}.values())
