"""The registry of exports: what a plan can be taken away as."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, BinaryIO, ClassVar

from ground.errors import Hidden
from plans.models import Plan

LONGEST_NAME = 80
_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')


Progress = Callable[[str, int], None]
"""Told ("step" | "page", number) on the way."""


class Export(ABC):
    """One kind of file; subclassing registers it.

    key    the word in URL and command
    label  its name in the UI (lazy translation)
    media  the Content-Type
    ending the file name's, where it is not the key
    """

    all: ClassVar[dict[str, "Export"]] = {}
    key: str
    label: Any
    media: str
    ending: str = ""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        if getattr(cls, "key", ""):
            enlist(cls())

    @abstractmethod
    def render(self, plan: Plan) -> bytes:
        """The file; the same plan in the same state and language gives the same bytes."""

    def render_long(self, plan: Plan, progress: Progress) -> bytes:
        """`render` by a worker."""
        return self.render(plan)

    def write(self, plan: Plan, file: BinaryIO, progress: Progress) -> None:
        """`render_long` into a file; a kind that may be large writes it piece by piece."""
        file.write(self.render_long(plan, progress))

    def is_long(self, plan: Plan) -> bool:
        """Whether it takes so long that a worker does it."""
        return False

    def file_name(self, plan: Plan) -> str:
        """Number and title, without what file systems refuse."""
        plain = _REFUSED.sub(" ", f"{plan.number} {plan.title}").strip()
        return f"{plain[:LONGEST_NAME]}.{self.ending or self.key}"


def enlist(export: Export) -> None:
    Export.all[export.key] = export


def find_export(key: str) -> Export:
    """The export of that key; Hidden when there is none."""
    try:
        return Export.all[key]
    except KeyError:
        raise Hidden() from None


def exports() -> list[Export]:
    return list(Export.all.values())
