"""The rehearsal: when each gate, batch and stage could come at the earliest, and what holds it.

Times (release window, change windows, freezes, holds, planned starts) count as they stand;
whatever needs people or other systems is taken to come at once and is named.
"""

from desk.rehearsal.course import rehearsal
from desk.rehearsal.points import BATCH, END, GATE, STAGE, Point, Rehearsal
from desk.rehearsal.starts import read_start, usual_start

__all__ = [
    "BATCH", "END", "GATE", "STAGE", "Point", "Rehearsal", "read_start", "rehearsal", "usual_start",
]  # fmt: skip
