"""The builtin switch: our own flag table, asked by OFREP."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gray.drivers.base import Driver, Exposure, Place, Shown
from gray.feed import CHANNEL
from gray.flags import Flag
from ground.clock import now
from ground.notify import notify
from ground.texts import is_keepable


class Builtin(Driver):
    """Writes a row that every web process serves within a moment."""

    name = "builtin"
    label = _("内置（OFREP）")
    words = ("内置", "ofrep", "openfeature")
    inside = True

    def names(self, place: Place) -> tuple[str, ...]:
        return (place.environment, place.flag)

    def write(self, place: Place, exposure: Exposure) -> Shown:
        on, off = values_of(place.format)
        values = {
            "salt": place.salt,
            "share": exposure.share,
            "users": _named(exposure),
            "enabled": exposure.enabled,
            "on_value": on,
            "off_value": off,
            "changed_at": now(),
        }
        name = {"environment": place.environment, "key": place.flag}
        if not Flag.objects.filter(**name).update(revision=F("revision") + 1, **values):
            Flag.objects.create(**name, **values)
        notify(CHANNEL)
        return Shown(exposure.share if exposure.enabled else 0)  # one row of this transaction

    def read(self, place: Place) -> Shown:
        return _shown(Flag.objects.filter(environment=place.environment, key=place.flag).first())

    def read_many(self, places: Sequence[Place]) -> list[Shown]:
        rows = Flag.objects.filter(key__in={place.flag for place in places})
        found = {(row.environment, row.key): row for row in rows}
        return [_shown(found.get((place.environment, place.flag))) for place in places]

    def together(self) -> AbstractContextManager[Any]:
        return transaction.atomic()


def _shown(flag: Flag | None) -> Shown:
    if flag is None or not flag.enabled:
        return Shown(0)
    return Shown(flag.share, users=frozenset(flag.users))


def _named(exposure: Exposure) -> list[str]:
    """A machine asks with its own name as targeting key, so machines are named like users."""
    return list(dict.fromkeys((*exposure.users, *exposure.machines)))


def values_of(written: str) -> tuple[Any, Any]:
    """(on, off) from a format such as {"on": "v2", "off": "v1"}; else true and false."""
    try:
        found = json.loads(written, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return True, False
    if isinstance(found, dict) and {"on", "off"} <= set(found) and _is_servable(found):
        return found["on"], found["off"]
    return True, False


def _refuse_constant(word: str) -> Any:
    """NaN and Infinity are no JSON; no client could read them."""
    raise ValueError(word)


def _is_servable(values: Any) -> bool:
    try:
        text = json.dumps(values, ensure_ascii=False, allow_nan=False)
    except ValueError:  # 1e400 is a number to read and none to write
        return False
    return is_keepable(text) and "\\u0000" not in text
