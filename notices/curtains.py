"""What of the outbox is not for everybody: the floors above know which threads are secret."""

from typing import Any, ClassVar

from django.db.models import QuerySet


class Curtain:
    """Subclass once per app; the subclass registers itself."""

    all: ClassVar[list["Curtain"]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Curtain.all.append(cls())

    def threads_hidden_from(self, user: Any) -> QuerySet[Any]:
        """Names of threads, as a query of one text column."""
        raise NotImplementedError
