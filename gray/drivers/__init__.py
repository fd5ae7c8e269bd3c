"""The outside systems that hold switches; every file here is one driver."""

from plans.tables.loading import load_sections

load_sections("gray.drivers")
