"""Excel: a sheet per section, read back exactly."""

from plans.writing.excel.writing import Excel

__all__ = ["Excel"]
