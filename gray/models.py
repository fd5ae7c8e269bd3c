"""Ramps and their stages, how far each one is, and the builtin switch."""

from plans.tables.loading import load_sections

load_sections("gray.sections")

from gray.connections import Connection  # noqa: E402 - after the sections
from gray.flags import EnvironmentKey, Flag  # noqa: E402 - after the sections
from gray.measurements import Measurement  # noqa: E402 - stands on runs
from gray.runs import Move, Run  # noqa: E402 - runs stand on the sections above

__all__ = ["Connection", "EnvironmentKey", "Flag", "Measurement", "Move", "Run"]
