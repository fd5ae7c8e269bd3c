"""Edits that nobody published, which a publish would take along (pure)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gray.drivers.base import DriverError
from gray.drivers.shapes import as_objects
from gray.formats import seen
from ground.words import in_row

Items = Mapping[str, Mapping[str, Any]]


def items_of(whole: Mapping[str, Any]) -> Items:
    """A namespace's items by key, without comments and blank lines. Raises DriverError for a file."""
    if whole.get("format") not in (None, "", "properties"):
        raise DriverError(
            _("这个命名空间是 %(format)s 文件，请把开关放进 properties 格式的命名空间。")
            % {"format": seen(str(whole.get("format")))}
        )
    return {str(item["key"]): item for item in as_objects(whole.get("items")) if item.get("key")}


def refuse_pending(key: str, items: Items, released: Mapping[str, str]) -> None:
    """Raises DriverError when any other key than ours was edited, added or deleted."""
    edited = {name: str(item.get("value") or "") for name, item in items.items()}
    foreign = [
        name
        for name in sorted(edited.keys() | released.keys())
        if name != key and edited.get(name) != released.get(name)
    ]
    if foreign:
        raise DriverError(
            _(
                "Apollo 里还有别人没发布的改动：%(keys)s。发布会把它们一起带出去，所以什么都没写；请先在 Apollo 里发布或撤销它们。"
            )
            % {"keys": in_row(foreign[:5]) + ("…" if len(foreign) > 5 else "")}
        )
