"""The printed document."""

from desk.exports.pdf.export import Pdf

__all__ = ["Pdf"]
