"""Attachments as pages and the interface show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from attachments.checksums import marks, promised
from attachments.kinds import SHOWN
from attachments.models import Attachment
from attachments.places import find_place, places_of
from ground.policies import can
from ground.verdict import Verdict
from plans.models import Plan
from plans.places import Place
from plans.tables.registry import has_section, section


@dataclass(frozen=True)
class Shown:
    """An attachment as this person sees it; `mark` compares it with the row's checksums."""

    attachment: Attachment
    place: Place
    mark: str
    may_remove: Verdict | None = None

    @property
    def is_picture(self) -> bool:
        return self.attachment.media in SHOWN


@dataclass(frozen=True)
class Hanging:
    """All that hangs at one place: `gone` was removed and stays in the list without its bytes."""

    plan: Plan
    place: Place
    standing: Sequence[Shown]
    gone: Sequence[Attachment]
    may_add: Verdict

    @property
    def count(self) -> int:
        return len(self.standing)


def hanging_at(plan: Plan, key: str, row: int, user: Any) -> Hanging:
    """What hangs at that place; Hidden when there is no such place."""
    place = find_place(plan, key, row)
    found = _all(plan, section=key, row=row)
    gone = [one for one in found if one.removed_at]
    standing = shown(plan, [one for one in found if not one.removed_at], user)
    return Hanging(plan, place, standing, gone, can(user, "attachment.add", (plan, place)))


def shown(plan: Plan, attachments: Sequence[Attachment], user: Any = None) -> list[Shown]:
    """Each with its place and mark; with a `user` also whether that person may remove it."""
    compared = marked(plan, attachments)
    return [
        Shown(
            one, place, compared[one.pk],
            can(user, "attachment.remove", one) if user is not None else None,
        )
        for one, place in zip(attachments, places_of(plan, attachments), strict=True)
    ]  # fmt: skip


def listed(plan: Plan) -> list[Attachment]:
    """What stands, in the order in which it came."""
    return _all(plan, removed_at=None)


def counts(plan: Plan) -> dict[str, int]:
    """{place such as "checks:7": how many}; one query."""
    rows = plan.attachments.standing().order_by().values_list("section", "row")
    return {f"{key}:{row}": n for key, row, n in rows.annotate(n=Count("pk"))}


def bytes_of(plan: Plan) -> int:
    """All that stands, in bytes."""
    return plan.attachments.standing().aggregate(all=Sum("size"))["all"] or 0


def marked(plan: Plan, attachments: Sequence[Attachment]) -> dict[int, str]:
    """{id: how it compares with the checksums of its row}; a query for each section."""
    found: dict[int, str] = {}
    for key in {one.section for one in attachments if one.row and has_section(one.section)}:
        here = [one for one in attachments if one.section == key and one.row]
        rows = section(key).rows(plan).filter(pk__in={one.row for one in here})
        expected = {row.pk: promised(row.as_json()) for row in rows}
        for row in {one.row for one in here}:
            beside = [one for one in here if one.row == row]
            digests = [(one.sha256, one.md5) for one in beside]
            told = marks(digests, expected.get(row, frozenset()))
            found.update(zip((one.pk for one in beside), told, strict=True))
    return {one.pk: found.get(one.pk, "") for one in attachments}


def _all(plan: Plan, **where: Any) -> list[Attachment]:
    found = list(plan.attachments.filter(**where).select_related("added_by", "removed_by"))
    for one in found:
        one.plan = plan
    return found
