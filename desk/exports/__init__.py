"""A plan as a file to take away; one module per kind, each a subclass of Export."""

from desk.exports.kinds import Export, exports, find_export
from plans.tables.loading import load_sections

load_sections("desk.exports")

__all__ = ["Export", "exports", "find_export"]
