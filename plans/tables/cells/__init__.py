"""The kinds of cells: a column of a section is one of these model fields.

Every cell has one text form: `display` writes it, `parse` reads it, and the
two are inverse for every value. `to_json`/`from_json` give the form of REST,
import and snapshots. `parse` and `from_json` raise ValueError with a sentence.
"""

from plans.tables.cells.base import Cell
from plans.tables.cells.lists import Days, Names
from plans.tables.cells.numbers import Flag, Number, Whole
from plans.tables.cells.texts import Choice, Line, Prose
from plans.tables.cells.times import Clock, Moment, Span

__all__ = [
    "Cell",
    "Choice",
    "Clock",
    "Days",
    "Flag",
    "Line",
    "Moment",
    "Names",
    "Number",
    "Prose",
    "Span",
    "Whole",
]
