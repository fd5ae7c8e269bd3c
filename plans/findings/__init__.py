"""The plan check: pure rules over a whole plan, one file per family.

A family is a module beside this one whose functions are decorated with `@rule`.
"""

from plans.findings.finding import ERROR, HINT, WARNING, Context, Finding, Fix, check, rule
from plans.tables.loading import load_sections

load_sections("plans.findings")

__all__ = ["ERROR", "HINT", "WARNING", "Context", "Finding", "Fix", "check", "rule"]
