"""What of the outbox is not for everybody: the floors above know which threads are secret."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.db.models import QuerySet


class Curtain(ABC):
    """Subclass once per app; the subclass registers itself."""

    all: ClassVar[list["Curtain"]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Curtain.all.append(cls())

    @abstractmethod
    def threads_hidden_from(self, user: Any) -> QuerySet[Any]:
        """Names of threads, as a query of one text column."""
