"""The registry of file formats: a format is one file with one subclass of Format."""

from typing import Any, ClassVar

from plans.writing.source import Head, NotOurs, Parts, Source


class Format:
    """A way of writing a whole plan into one file; subclassing registers it.

    key    the word in URL and command, and the file name's ending
    label  its name in the UI (lazy translation)
    media  the Content-Type
    """

    all: ClassVar[dict[str, "Format"]] = {}
    key: ClassVar[str]
    label: ClassVar[Any]
    media: ClassVar[str]

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        Format.all[cls.key] = cls()

    def write(self, source: Source) -> bytes:
        """The same source gives the same bytes."""
        raise NotImplementedError

    def read(self, data: bytes, head: Head) -> Parts:
        """Exactly what `write` was given, ids aside; NotOurs for any other file."""
        raise NotOurs(self.key)


def formats() -> list[Format]:
    return list(Format.all.values())


def returned(data: bytes, head: Head) -> Parts | None:
    """The parts of a file that one of the formats wrote, None for every other document."""
    for known in formats():
        try:
            return known.read(data, head)
        except NotOurs:
            continue
    return None
