from plans.tables.loading import load_sections

load_sections("tests.newcomer.sections")
