"""Imports every section file of an app: adding a file is adding a section."""

import pkgutil
from importlib import import_module


def load_sections(package: str) -> None:
    """Import all modules of `package`, for example "plans.sections"."""
    home = import_module(package)
    for module in pkgutil.iter_modules(home.__path__):
        import_module(f"{package}.{module.name}")
