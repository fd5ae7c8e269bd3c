"""The outside systems that measure; every file here is one gauge."""

from plans.tables.loading import load_sections

load_sections("gray.gauges")
