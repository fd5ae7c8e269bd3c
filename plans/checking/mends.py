"""The buttons of findings: what may be mended by whom, and what a press of one names."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ground.errors import Hidden
from ground.policies import can
from plans.document import PLAN, Document
from plans.findings import AddRows, DeleteRow, Finding, Fix, SetCells
from plans.models import Plan
from plans.tables.registry import has_section, section


@dataclass(frozen=True)
class Mend:
    """A button: `token` says to the server which fix of which finding, of which row version.

    For the grid beside the finding: `verb`, `section`, `row`, and `texts`, a list of
    {field: text as people type it}, one for each row that is written.
    """

    label: str
    token: str
    verb: str
    section: str
    row: int | None = None
    texts: list[dict[str, str]] = field(default_factory=list)

    @property
    def texts_json(self) -> str:
        return json.dumps(self.texts, ensure_ascii=False)


class Mender:
    """Answers for one plan and person; asks each section's policy once."""

    def __init__(self, plan: Plan, user: Any, document: Document) -> None:
        self.plan, self.user = plan, user
        self.versions = {
            (key, row.get("id")): row.get("row_version")
            for key, rows in document.sections.items()
            for row in rows
        }
        self.known: dict[str, bool] = {}

    def mends(self, finding: Finding) -> Iterator[Mend]:
        for index, fix in enumerate(finding.fixes):
            key = target_of(finding, fix)
            if self._may(key):
                row = row_of(finding, fix)
                token = f"{finding.key}:{index}:{self._version(finding, row)}"
                yield Mend(fix.label, token, fix.verb, key, row, _texts(self.plan, key, fix))

    def _may(self, key: str) -> bool:
        if key not in self.known:
            self.known[key] = bool(
                can(self.user, "section.edit", (self.plan, section(key)))
                if has_section(key)
                else key == PLAN and can(self.user, "plan.edit", self.plan)
            )
        return self.known[key]

    def _version(self, finding: Finding, row: int | None) -> int:
        if finding.section == PLAN:
            return self.plan.version_lock
        return self.versions.get((finding.section, row)) or 0


def target_of(finding: Finding, fix: Fix) -> str:
    """The section that the fix writes into; "plan" for the plan's own fields."""
    return fix.section if isinstance(fix, AddRows) else finding.section


def row_of(finding: Finding, fix: Fix) -> int | None:
    """The row that the fix is about: its own, or the finding's."""
    return fix.row if isinstance(fix, SetCells) and fix.row is not None else finding.row


def _texts(plan: Plan, key: str, fix: Fix) -> list[dict[str, str]]:
    if not has_section(key) or isinstance(fix, DeleteRow):
        return []
    rows = fix.rows if isinstance(fix, AddRows) else ()
    written = (fix.values,) if isinstance(fix, SetCells) else rows
    return [_typed(plan, key, values) for values in written]


def _typed(plan: Plan, key: str, values: Mapping[str, Any]) -> dict[str, str]:
    cells = {name: section(key).column(name) for name in values}
    return {
        name: cell.display(cell.from_json(values[name], plan.zone), plan.zone)
        for name, cell in cells.items()
    }


def pick(token: str, findings: list[Finding]) -> tuple[Finding, Fix, int]:
    """(finding, fix, row version) that the token names; Hidden when it is there no more."""
    key, _colon, rest = token.partition(":")
    index, _colon, version = rest.partition(":")
    for finding in findings:
        if finding.key == key and index.isdecimal() and version.isdecimal():
            for place, fix in enumerate(finding.fixes):
                if str(place) == index:
                    return finding, fix, int(version[:10])
    raise Hidden(_("这一条已经不在了，可能刚被改好，请刷新。"))
