"""What a stage may wait for; every file here is one kind of dependency."""

from plans.tables.loading import load_sections

load_sections("gray.needs")
