"""The evidence bundle: all that proves what was planned, signed and done, and how to check it."""

from desk.exports.bundle.export import Bundle

__all__ = ["Bundle"]
