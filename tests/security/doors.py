"""Every address of the product, found by walking the resolver, with values for its blanks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

BLANK = re.compile(r"<(?:\w+:)?(\w+)>")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")

VALUES: dict[str, str] = {
    "verb": "hold", "fmt": "md", "revision": "1", "before": "1", "after": "1",
    "ticket": "x", "uidb64": "MQ", "token": "x", "app_label": "people", "url": "nothing",
    "content_type_id": "1", "object_id": "1", "app": "coin-center",
}  # fmt: skip
"""What stands in a blank wherever it is; what differs from place to place is told by PLACES."""

PLACES: list[tuple[str, dict[str, str]]] = [
    ("board/rows/", {"key": "=steps", "pk": "steps"}),
    ("board/apps/", {"pk": "apps"}),
    ("board/plan/", {"name": "=pause"}),
    ("plans/import/", {"key": "upload", "at": "=0", "depth": "=1"}),
    ("plans/views/", {"pk": "view"}),
    ("sections/", {"key": "=apps", "pk": "apps"}),
    ("delegation", {"pk": "delegation"}),
    ("comments/at/", {"key": "=apps", "row": "apps"}),
    ("comments/threads/", {"pk": "thread"}),
    ("comments/", {"pk": "comment"}),
    ("messages/", {"pk": "message"}),
    ("attachments/at/", {"key": "=apps", "row": "apps"}),
    ("attachments/", {"pk": "attachment"}),
    ("notes/", {"pk": "note"}),
    ("gates/", {"pk": "gate", "signoff": "signoff", "waiver": "waiver"}),
    ("ramps/", {"pk": "ramp"}),
    ("gray/", {"pk": "ramp"}),
    ("overrides/", {"pk": "override"}),
    ("renderings/", {"pk": "rendering"}),
    ("tokens/", {"pk": "token"}),
    ("settings/people/", {"pk": "person"}),
    ("settings/keys/", {"pk": "key"}),
    ("outbox/", {"pk": "message"}),
    ("settings/robots/", {"pk": "robot", "kind": "=dingtalk"}),
    ("settings/connections/", {"pk": "connection", "kind": "=unleash"}),
    ("settings/outbound/", {"pk": "host"}),
    ("windows/", {"kind": "=window", "pk": "window"}),
    ("help/", {"name": "=life"}),
    ("applications/", {"pk": "application", "name": "alias"}),
]
"""Part of an address → its blanks: the name of an id, or "=" and the word itself."""


@dataclass(frozen=True)
class Door:
    """One URL pattern: `route` with its blanks, the namespaced `name`, and its view."""

    route: str
    name: str
    view: Any

    @property
    def is_of_a_plan(self) -> bool:
        return "<str:number>" in self.route

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/v1/")

    @property
    def is_admin(self) -> bool:
        return self.route.startswith("admin/")

    def at(self, ids: Mapping[str, Any]) -> str:
        """The address with its blanks filled; `ids` gives "number" and every id."""
        found = next((words for part, words in PLACES if part in self.route), {})

        def fill(blank: re.Match[str]) -> str:
            name = blank[1]
            word = found.get(name, VALUES.get(name, name))
            return word[1:] if word.startswith("=") else str(ids.get(word, word))

        return "/" + BLANK.sub(fill, self.route)

    def __str__(self) -> str:
        return self.name or self.route


def doors() -> list[Door]:
    """Every pattern that leads to a view."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: Any, route: str, space: str) -> Iterator[Door]:
    for pattern in patterns:
        here = route + _plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        elif isinstance(pattern, URLPattern):
            yield Door(here, f"{space}{pattern.name or ''}", pattern.callback)


def _plain(pattern: str) -> str:
    """A regular expression of the admin site, written as a path."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).strip("^$")
