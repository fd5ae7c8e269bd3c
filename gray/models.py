"""Ramps, their stages, and how far each one is."""

from plans.tables.loading import load_sections

load_sections("gray.sections")
