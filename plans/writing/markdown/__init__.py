"""Markdown: written for people, read back exactly."""

from plans.writing.markdown.writing import Markdown

__all__ = ["Markdown"]
