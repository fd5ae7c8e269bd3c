"""A plan as a file: one module per format, each a subclass of Format.

Markdown, Excel and JSON bring every value back: what people cannot see in a cell is
kept beside it (kept.py), and `returned` reads a file of ours exactly instead of guessing.
"""

from plans.tables.loading import load_sections
from plans.writing.formats import Format, formats, returned
from plans.writing.source import Head, NotOurs, Parts, Source

load_sections("plans.writing")

__all__ = ["Format", "Head", "NotOurs", "Parts", "Source", "formats", "returned"]
