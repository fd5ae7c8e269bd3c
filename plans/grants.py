"""Who plays which part: a pure function of the 发布人员 rows, kept as guardian grants."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission

from people.models import User
from plans.models import Plan, PlanUserObjectPermission
from plans.parts import part_of
from plans.tables.registry import section


@dataclass(frozen=True)
class Link:
    """The account behind a member row: found, "unlinked" or "ambiguous"."""

    user: User | None
    state: str


def link(name: str, user_name: str, accounts: Iterable[User]) -> Link:
    """By user name if given, else by a display or user name that only one person has.

    Nobody takes the place of a namesake who has left: a name that both bear is ambiguous.
    """
    wanted = user_name.strip() or name.strip()
    by_name = [account for account in accounts if account.username == wanted]
    if user_name.strip() or by_name:
        return _only(by_name)
    return _only([account for account in accounts if wanted and account.display_name == wanted])


def _only(found: list[User]) -> Link:
    active = [account for account in found if account.is_active]
    if len(found) == 1 and active:
        return Link(active[0], "linked")
    return Link(None, "ambiguous" if active else "unlinked")


def codes_of(role: str, is_lead: bool | None) -> set[str]:
    """The grants of one member row."""
    part = part_of(role)
    codes = {f"part_{part}"}
    if is_lead and part in ("dev", "test"):
        codes.add(f"part_{part}_lead")
    return codes


def links(plan: Plan) -> dict[int, Link]:
    """{member row id: link}."""
    accounts = list(User.objects.all())
    return {row.pk: link(row.name, row.user, accounts) for row in _members(plan)}


def wanted_grants(plan: Plan) -> dict[int, set[str]]:
    """{user id: codes} as the rows and the owner say."""
    found = links(plan)
    wanted: dict[int, set[str]] = defaultdict(set)
    wanted[plan.owner_id].add("part_pm")
    for row in _members(plan):
        person = found[row.pk].user
        if person:
            wanted[person.pk] |= codes_of(row.role, row.is_lead)
    return wanted


def derive_grants(plan: Plan) -> None:
    """Make the stored grants equal to the wanted ones, as a set difference."""
    codes = dict(
        Permission.objects.filter(
            content_type__app_label="plans", content_type__model="plan"
        ).values_list("codename", "id")
    )
    wanted = {
        (user, codes[code]) for user, several in wanted_grants(plan).items() for code in several
    }
    stored = {
        (grant.user_id, grant.permission_id): grant.pk
        for grant in PlanUserObjectPermission.objects.filter(content_object=plan)
    }
    gone = [pk for pair, pk in stored.items() if pair not in wanted]
    if gone:
        PlanUserObjectPermission.objects.filter(pk__in=gone).delete()
    PlanUserObjectPermission.objects.bulk_create(
        PlanUserObjectPermission(user_id=user, permission_id=code, content_object=plan)
        for user, code in sorted(wanted - set(stored))
    )
    plan.__dict__.pop("_grants", None)


def grants_of(plan: Plan) -> dict[int, set[str]]:
    """{user id: part codes such as "pm", "dev_lead"}; one query, kept on this plan object."""
    cached: dict[int, set[str]] | None = plan.__dict__.get("_grants")
    if cached is None:
        cached = defaultdict(set)
        rows = plan.grants.filter(user__is_active=True).values_list(
            "user_id", "permission__codename"
        )
        for user, code in rows:
            cached[user].add(code.removeprefix("part_"))
        plan.__dict__["_grants"] = cached
    return cached


def parts_of(user: Any, plan: Plan) -> set[str]:
    """The parts this person plays; the owner is always "pm"."""
    parts = set(grants_of(plan).get(user.pk, ()))
    return parts | {"pm"} if user.pk == plan.owner_id else parts


def everyone(plan: Plan) -> list[User]:
    """All linked people of the plan, the owner included."""
    ids = {*grants_of(plan), plan.owner_id}
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))


def _members(plan: Plan) -> list[Any]:
    return list(section("members").rows(plan))
