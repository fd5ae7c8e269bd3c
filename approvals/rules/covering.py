"""What a gate covers of a document, and its digests."""

from collections.abc import Iterable, Mapping

from approvals.rules.filters import filter_of
from approvals.rules.shape import Cover, Rule
from ground.digest import digest
from plans.document import Document, all_keys, content

Digests = Mapping[str, str]


def covers_of(rule: Rule) -> list[Cover]:
    """The covers with "*" spelt out: the plan, its notes and every section."""
    if rule.covers_everything:
        return [Cover(key) for key in all_keys()]
    return list(rule.covers)


def digests_of(rule: Rule, document: Document, known: dict[str, str] | None = None) -> Digests:
    """{cover: SHA-256 of its content}; what is empty is left out.

    So a section that an upgrade adds voids nothing. `known` remembers digests of the
    same document between gates.
    """
    known = {} if known is None else known
    covers = [cover for cover in covers_of(rule) if cover.key in all_keys()]
    for cover in covers:
        if cover.name not in known:
            found = content(document, cover.key, filter_of(cover.where))
            known[cover.name] = digest(found) if found else ""
    return {cover.name: known[cover.name] for cover in covers if known[cover.name]}


def signed_digest(key: str, digests: Digests) -> str:
    """The one digest that a person signs: of this gate, over all that it covers."""
    return digest({"gate": key, "covers": dict(digests)})


def changed(before: Digests, after: Digests) -> list[str]:
    """The covers that differ."""
    names = sorted({*before, *after})
    return [name for name in names if before.get(name) != after.get(name)]


def touches(rule: Rule, keys: Iterable[str]) -> bool:
    """Whether an edit of these sections can change what the gate covers."""
    return bool({cover.key for cover in covers_of(rule)} & set(keys))
