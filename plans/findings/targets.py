"""Rollback triggers against targets: neither inside them nor far away."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from plans.bands import Bound, bound_of, condition, gap, plain_name
from plans.document import Document, Row
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.spots import Spot, spots

BACK = "回滚"
WIDE = 10
"""From so many times on there is room for long damage before anybody goes back."""


@rule
def triggers_and_targets(document: Document, _context: Context) -> Iterator[Finding]:
    targets: dict[str, list[tuple[str, Bound]]] = {}
    for row in document.rows("metrics"):
        bound = _bound(row)
        if bound and row.get("purpose") != BACK:
            name = str(row.get("name") or "")
            targets.setdefault(plain_name(name), []).append((name, bound))
    for spot, field, name, trigger in _triggers(document):
        for called, target in targets.get(plain_name(name), []):
            if target.unit == trigger.unit:
                yield from _compare(spot, field, called, target, trigger)


def _triggers(document: Document) -> Iterator[tuple[Spot, str, str, Bound]]:
    """What lets the plan roll back: conditions in words, and metrics of that purpose."""
    for spot in spots(document, "triggers"):
        found = condition(str(spot.row.get("condition") or ""))
        if found:
            yield spot, "condition", *found
    for spot in spots(document, "metrics"):
        bound = _bound(spot.row) if spot.row.get("purpose") == BACK else None
        if bound:
            yield spot, "threshold", str(spot.row.get("name") or ""), bound


def _bound(row: Row) -> Bound | None:
    sign, threshold = str(row.get("operator") or ""), str(row.get("threshold") or "")
    return bound_of(sign, threshold, str(row.get("unit") or ""))


def _compare(spot: Spot, field: str, name: str, target: Bound, trigger: Bound) -> Iterator[Finding]:
    words = {"name": name, "target": target.text, "trigger": trigger.text}
    if target.meets(trigger):
        text = gettext_lazy(
            "%(name)s 的目标是 %(target)s，%(trigger)s 就要回滚：达标时也会触发，请改其中一个。"
        )
        yield spot.error(field, "trigger-inside-target", text, **words)
    elif round(gap(target, trigger), 6) > WIDE:
        text = gettext_lazy(
            "%(name)s 的目标是 %(target)s，要到 %(trigger)s 才回滚，中间差得很远，请确认。"
        )
        yield spot.hint(field, "trigger-far-from-target", text, **words)
