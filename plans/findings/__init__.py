"""The plan check: pure rules over a whole plan, one file per family.

A family is a module beside this one whose functions are decorated with `@rule`.
"""

from plans.findings.context import Context, Neighbour
from plans.findings.finding import ERROR, HINT, LEVELS, WARNING, Finding, check, in_order, rule
from plans.findings.fixes import AddRows, DeleteRow, Fix, SetCells
from plans.findings.spots import Spot, notes, of_plan, spots
from plans.tables.loading import load_sections

load_sections("plans.findings")

__all__ = [
    "ERROR", "HINT", "LEVELS", "WARNING", "AddRows", "Context", "DeleteRow", "Finding", "Fix",
    "Neighbour", "SetCells", "Spot", "check", "in_order", "notes", "of_plan", "rule", "spots",
]  # fmt: skip
