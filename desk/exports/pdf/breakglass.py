"""The page that works when this product is down: what to set by hand, and in which order (pure)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gray.dependency_check import ladders_of
from gray.drivers.builtin import values_of
from gray.rings import heights
from ground.words import in_row
from plans.batches import nodes, rollback_order
from plans.document import Document, Row


@dataclass(frozen=True)
class Switch:
    """One key to be set by hand; `ramps` names what it turns off."""

    application: str
    environment: str
    namespace: str
    key: str
    value: str
    ramps: str
    note: str


@dataclass(frozen=True)
class Way:
    """An application, where it goes back to, and who takes it there."""

    app: str
    batch: int
    version: str
    old_version: str
    people: str


@dataclass(frozen=True)
class Statement:
    database: str
    statement: str
    rollback: str


@dataclass(frozen=True)
class BreakGlass:
    """Everything a rollback by hand needs, first things first."""

    switches: Sequence[Switch]
    apps: Sequence[Way]
    statements: Sequence[Statement]
    steps: Sequence[Row]
    triggers: Sequence[Row]
    people: Sequence[Row]


def break_glass(document: Document) -> BreakGlass:
    return BreakGlass(
        switches=switches(document),
        apps=[_way(document, node) for node in rollback_order(nodes(document.rows("apps")))],
        statements=[
            Statement(row.get("database") or "", row.get("statement") or "", row["rollback"])
            for row in reversed(document.rows("sql_changes"))
            if row.get("rollback")
        ],
        steps=[row for row in document.rows("steps") if row.get("phase") == "回滚"],
        triggers=document.rows("triggers"),
        people=[row for row in document.rows("members") if row.get("name") or row.get("contact")],
    )


def switches(document: Document) -> list[Switch]:
    """The rollback switches, then the keys of ramps that no switch row names.

    A ramp that stands on another one falls before it.
    """
    high = _heights(document)
    ramps = sorted(document.rows("ramps"), key=lambda row: -_height(row, high))
    driven = {_place(row): _height(row, high) for row in reversed(ramps)}
    rows = sorted(document.rows("switches"), key=lambda row: -driven.get(_place(row), 0))
    found = [_of_switch(row, ramps) for row in rows]
    named = {(one.application, one.namespace, one.key) for one in found}
    ramps = [row for row in ramps if row.get("key") or row.get("flag")]
    return [*found, *(_of_ramp(row) for row in ramps if _place(row) not in named)]


def _heights(document: Document) -> dict[str, int]:
    """{name of a ramp: how many others it stands on, one on the other}."""
    found = heights(ladders_of(document, str(document.plan.get("number") or "")))
    return {name: height for (_number, name), height in found.items()}


def _height(ramp: Row, high: Mapping[str, int]) -> int:
    return high.get(str(ramp.get("name") or "").casefold(), 0)


def _of_switch(row: Row, ramps: Iterable[Row]) -> Switch:
    driven = [ramp for ramp in ramps if _place(ramp) == _place(row)]
    environments = dict.fromkeys(str(ramp.get("environment") or "") for ramp in driven)
    application, namespace, key = _place(row)
    value, note = _texts(row, "value", "note")
    names = in_row(str(ramp.get("name") or "") for ramp in driven)
    where = in_row(filter(None, environments))
    return Switch(application, where, namespace, key, value, names, note)


def _of_ramp(row: Row) -> Switch:
    """A ramp without a switch row: what its driver writes when nobody is let in."""
    application, environment, namespace, name, note = _texts(
        row, "application", "environment", "namespace", "name", "note"
    )
    value = json.dumps(values_of(str(row.get("format") or ""))[1], ensure_ascii=False)
    if not row.get("key"):
        note = _("内置开关：本系统停机时应用读到的是它自己的缺省值，请确认缺省值等于回滚值。")
    key = str(row.get("key") or row.get("flag"))
    return Switch(application, environment, namespace, key, value, name, note)


def _place(row: Row) -> tuple[str, str, str]:
    application, namespace, key = _texts(row, "application", "namespace", "key")
    return application, namespace, key


def _texts(row: Row, *names: str) -> list[str]:
    return [str(row.get(name) or "") for name in names]


def _way(document: Document, node: Any) -> Way:
    row = next(row for row in document.rows("apps") if row.get("id") == node.id)
    version, old, deployer = _texts(row, "version", "old_version", "deployer")
    return Way(node.app, node.batch, version or str(row.get("branch") or ""), old, deployer)
