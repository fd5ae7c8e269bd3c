"""A text that can be found, and the place where it stands."""

from typing import NamedTuple


class Cell(NamedTuple):
    """`row` is the id of its row or 0, `field` its column; `leads` marks numbers and titles."""

    row: int
    field: str
    text: str
    leads: bool = False
