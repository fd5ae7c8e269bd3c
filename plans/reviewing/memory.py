"""What reviewers of former documents decided, for blocks that look exactly like theirs."""

from collections.abc import Iterable

from plans.models import ReadingChoice
from plans.reading.choices import NOTES, Choice
from plans.tables.registry import has_section

_AT_ONCE = 500


def remembered(signatures: Iterable[str]) -> dict[str, Choice]:
    """{signature: choice} of those that somebody decided before; a few queries at most."""
    wanted = sorted(signatures)
    found: dict[str, Choice] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        chosen = ReadingChoice.objects.filter(signature__in=wanted[start : start + _AT_ONCE])
        found |= {
            one.signature: Choice(one.section, one.columns, mark=one.signature) for one in chosen
        }
    return {mark: one for mark, one in found.items() if _is_known(one.section)}


def _is_known(key: str) -> bool:
    """A section that an upgrade took away says nothing any more."""
    return key == NOTES or has_section(key)
