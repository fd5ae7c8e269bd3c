"""Answers in JSON, taken only in the shape that was to be expected (pure)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gray.drivers.base import DriverError


def as_object(found: Any) -> Mapping[str, Any]:
    """A JSON object. Raises DriverError."""
    if not isinstance(found, Mapping):
        raise _unexpected()
    return found


def as_objects(found: Any) -> list[Mapping[str, Any]]:
    """A list of JSON objects; null is an empty one. Raises DriverError."""
    return [as_object(one) for one in _listed(found)]


def as_texts(found: Any) -> list[str]:
    """A list of strings; null is an empty one. Raises DriverError."""
    texts = _listed(found)
    if not all(isinstance(one, str) for one in texts):
        raise _unexpected()
    return texts


def as_map(found: Any) -> dict[str, str]:
    """A JSON object of texts, in which null is an empty one. Raises DriverError."""
    pairs = as_object(found).items()
    return {key: "" if value is None else str(value) for key, value in pairs}


def _listed(found: Any) -> list[Any]:
    if found is None:
        return []
    if not isinstance(found, list):
        raise _unexpected()
    return found


def _unexpected() -> DriverError:
    return DriverError(_("对方的回答不是预期的样子，请核对连接里的地址和版本。"))
