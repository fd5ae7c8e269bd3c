"""What others know about applications, without the list knowing who they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from applications.models import Application


@dataclass(frozen=True)
class Uses:
    """How often something that the reader may see names the application, and when it last went out."""

    count: int = 0
    last: datetime | None = None


@dataclass(frozen=True)
class Chapter:
    """A card of the application's page: the template draws it from the context."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


class Chronicle:
    """Subclass it; the subclass registers itself. Everything starts from what `user` may see."""

    all: ClassVar[list["Chronicle"]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Chronicle.all.append(cls())

    def uses(self, user: Any, applications: Sequence[Application]) -> Mapping[int, Uses]:
        """{application: uses}, in a fixed number of queries."""
        return {}

    def chapters(
        self, user: Any, application: Application, *, page: str, now: datetime
    ) -> Iterable[Chapter]:
        """Its history and what is going on; `page` of the history as the address says it."""
        return ()

    def releases(self, user: Any, application: Application, *, page: str) -> dict[str, Any] | None:
        """Its history as REST gives it: {"count", "page", "pages", "results": […]}."""
        return None


def uses(user: Any, applications: Sequence[Application]) -> dict[int, Uses]:
    found: dict[int, Uses] = {}
    for one in Chronicle.all:
        found.update(one.uses(user, applications))
    return found


def releases(user: Any, application: Application, *, page: str) -> dict[str, Any]:
    answers = (one.releases(user, application, page=page) for one in Chronicle.all)
    return next(filter(None, answers), {"count": 0, "page": 1, "pages": 1, "results": []})


def chapters(user: Any, application: Application, *, page: str, now: datetime) -> list[Chapter]:
    return [
        chapter
        for one in Chronicle.all
        for chapter in one.chapters(user, application, page=page, now=now)
    ]
