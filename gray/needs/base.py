"""What a kind of dependency is: it reads its own words and says what is missing."""

import re
from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from gray.standing import Standing
from gray.words import Sentence
from plans.document import Document

_DONE = re.compile(
    r"\s*(?:都|已|全部|均)*(?:验证通过|验证|通过|执行完|执行|发布|做完|完成|就绪"
    r"|\b(?:is |are )?(?:verified|executed|published|done|complete|ready))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Need:
    """Subclass in a file of its own; the subclass registers itself.

    form  how such a dependency is written, as an example
    """

    text: str
    form: ClassVar[Any]
    kinds: ClassVar[list[type["Need"]]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Need.kinds.append(cls)

    @classmethod
    @abstractmethod
    def read(cls, text: str) -> Self | None:
        """The dependency that `text` says; None when it is none of this kind."""

    @classmethod
    def offers(cls, document: Document) -> Iterable[str]:
        """Everything of this kind that a stage of this plan could wait for, as it is written."""
        return ()

    def is_known(self, document: Document) -> bool:
        """Does the plan have what it names, as far as the plan can tell?"""
        return True

    @abstractmethod
    def lacks(self, standing: Standing, author: int | None) -> Sentence | None:
        """What is missing still, None when it is met; `author` wrote it (a user's id)."""


def plain(text: str) -> str:
    """The text without “验证通过”, “executed” and the like at its end, which say nothing more."""
    return _DONE.sub("", text).strip(" \t　:：")


def led_by(text: str, *words: str) -> str | None:
    """What follows one of the words that lead a kind, empty for the word alone; else None.

    “应用 coin-center 验证通过” says the same as “应用 coin-center”.
    """
    said = text.strip()
    for word in words:
        if said.casefold().startswith(word.casefold()):
            rest = said[len(word) :]
            if not rest or rest[0] in " \t　:：" or _DONE.fullmatch(rest):
                return plain(rest)
    return None


def same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def named(document: Document, key: str, field: str) -> list[str]:
    """The different texts of a column, in their order."""
    said = (str(row.get(field) or "").strip() for row in document.rows(key))
    return list(dict.fromkeys(text for text in said if text))
