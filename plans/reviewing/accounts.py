"""Which accounts the people of an imported document are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from people.models import User
from plans.grants import link
from plans.reading.draft import ImportDraft


@dataclass(frozen=True)
class Person:
    """A name of the document: `state` is "linked", "ambiguous" or "unlinked"."""

    name: str
    roles: list[str]
    state: str
    account: str = ""
    candidates: list[User] = field(default_factory=list)


def people_of(draft: ImportDraft, typed: Mapping[str, str] | None = None) -> list[Person]:
    """Everybody in 发布人员 once, those who need a look first; `typed` {name: user name}."""
    accounts = list(User.objects.all())
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in draft.sections.get("members", []):
        if row.get("name"):
            rows.setdefault(str(row["name"]), []).append(row)
    found = [_person(name, mine, accounts, typed or {}) for name, mine in rows.items()]
    return sorted(found, key=lambda person: ("ambiguous", "unlinked", "linked").index(person.state))


def _person(
    name: str, rows: Sequence[Mapping[str, Any]], accounts: list[User], typed: Mapping[str, str]
) -> Person:
    said = typed.get(name) or next((str(row["user"]) for row in rows if row.get("user")), "")
    known = link(name, said, accounts)
    same = [one for one in accounts if name in (one.display_name, one.username) and one.is_active]
    account = known.user.username if known.user else said
    roles = list(dict.fromkeys(str(row.get("role") or "") for row in rows))
    candidates = same if known.state == "ambiguous" else []
    return Person(name, [role for role in roles if role], known.state, account, candidates)


def linked(draft: ImportDraft, accounts: Mapping[str, str]) -> ImportDraft:
    """The draft with these accounts {name: user name} in its 发布人员 rows; unknown ones are left."""
    real = set(User.objects.filter(username__in=accounts.values(), is_active=True)
               .values_list("username", flat=True))  # fmt: skip
    for row in draft.sections.get("members", []):
        account = accounts.get(str(row.get("name") or ""), "")
        if account in real:
            row["user"] = account
    return draft
