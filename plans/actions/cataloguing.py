"""The installation's list of applications grows with what plans say.

Runs in the transaction of the write. Only plans that everybody may see add names,
so the list tells nobody about plans for members only; templates name nothing. What is
only waited for adds nothing either: a slip of the pen there would become an application.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from applications.mentioning import mention
from applications.models import Mention
from plans import states
from plans.actions.locking import lock
from plans.document import PLAN
from plans.models import Plan
from plans.naming import DEPENDED, names_in, naming_sections
from plans.tables.registry import section


def catalogue(plan: Plan, keys: Iterable[str]) -> None:
    """Note the applications that these sections name now."""
    if plan.is_template:
        return
    naming, keys = naming_sections(), set(keys)
    wanted = naming if PLAN in keys else {key: naming[key] for key in naming if key in keys}
    if not wanted:
        return
    rows = {key: list(section(key).rows(plan).values(*fields, *_more(key)))
            for key, fields in wanted.items()}  # fmt: skip
    parts = {
        f"{key}.{field}": {name for row in rows[key] for name in names_in(row[field])}
        for key, fields in wanted.items()
        for field in fields
    }
    adds = parts.keys() - {DEPENDED} if plan.visibility == "all" else ()
    mention(plan.pk, parts, adds=adds, teams=_teams(rows.get("apps", [])))


def catalogue_missing() -> int:
    """Note what plans name of which nothing was ever noted, as after an upgrade; how many."""
    noted = Mention.objects.filter(subject=OuterRef("pk"))
    naming = [
        Exists(section(key).model._default_manager.filter(plan=OuterRef("pk")))
        for key in naming_sections()
    ]
    missing = Plan.objects.exclude(status=states.TEMPLATE).exclude(Exists(noted))
    found = missing.filter(Q(*naming, _connector=Q.OR)).order_by("pk")
    for plan in found:
        with transaction.atomic():
            catalogue(lock(plan), [PLAN])
    return len(found)


def _more(key: str) -> tuple[str, ...]:
    return ("domain",) if key == "apps" else ()


def _teams(rows: list[dict[str, Any]]) -> dict[str, str]:
    """{application: its 发布域}, where the plan's rows agree on one."""
    said: dict[str, set[str]] = {}
    for row in rows:
        if row.get("domain") and row.get("app"):
            said.setdefault(row["app"], set()).add(row["domain"])
    return {name: domains.pop() for name, domains in said.items() if len(domains) == 1}
