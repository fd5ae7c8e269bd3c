"""Applications that nobody has heard of, one slip of the finger from one that is known."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.texts import fold
from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import SetCells
from plans.findings.spots import Spot, spots
from plans.naming import names_in, naming_sections


@rule
def misspelt_application(document: Document, context: Context) -> Iterator[Finding]:
    """`context.near` says which names of this plan are strangers, and whom they resemble."""
    if not context.near:
        return
    for key, fields in naming_sections().items():
        said: set[str] = set()
        for spot in spots(document, key):
            for field in fields:
                yield from _in_cell(spot, field, context, said)


def _in_cell(spot: Spot, field: str, context: Context, said: set[str]) -> Iterator[Finding]:
    """A section says each name once, where it stands first."""
    value = spot.row.get(field)
    for name in names_in(value):
        near = context.near.get(fold(name), ()) if fold(name) not in said else ()
        said.add(fold(name))
        if near:
            text = gettext_lazy("没有别的计划写过 %(name)s，是不是 %(near)s？")
            fixes = [SetCells(_("改为 %(name)s") % {"name": new}, {field: _with(value, name, new)})
                     for new in near]  # fmt: skip
            yield spot.hint(field, "application-unknown", text, *fixes, name=name, near=near)


def _with(value: Any, old: str, new: str) -> Any:
    """The cell's value with the other name in its place."""
    if isinstance(value, list):
        return [new if name == old else name for name in value]
    return new
