"""An answer to "may I?" that carries its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with the sentence that is said to the user's face. Truthy when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def denied(reason: object) -> Verdict:
    """A refusal; `reason` may be a lazy translation, it is read in the reader's language."""
    return Verdict(False, str(reason))
