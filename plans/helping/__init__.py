"""What the house knows about a cell: one file per helper, each a pure function.

A section says which of its cells are helped, `helpers={"cron": ("next_runs",)}`; the
wings may register helpers of their own.
"""

from plans.helping.helper import Help, Offer, Scene, helper, helpers_of, helps
from plans.tables.loading import load_sections

load_sections("plans.helping")

__all__ = ["Help", "Offer", "Scene", "helper", "helpers_of", "helps"]
