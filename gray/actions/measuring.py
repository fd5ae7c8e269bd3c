"""Keeping what was measured, in the transaction that decides on it."""

from collections.abc import Sequence

from gray.actions.locking import Locked
from gray.measurements import Measurement
from gray.measuring import Measured
from gray.runs import Run


def keep_measured(locked: Locked, measured: Sequence[Measured]) -> None:
    """One row for each rule; what was measured in shadow never counts."""
    Measurement.objects.bulk_create(
        Measurement(
            run=locked.run,
            metric=one.rule.metric,
            name=one.rule.name,
            at=one.at,
            value=one.judgement.value,
            samples=one.judgement.samples,
            verdict=one.judgement.verdict.value,
            words=str(one.judgement.words),
            counts=not one.rule.shadow,
        )
        for one in measured
    )


def spend_measured(run: Run) -> None:
    """Somebody or something has acted on what was measured so far: it moves the ramp no more."""
    Measurement.objects.filter(run=run, counts=True).update(counts=False)
