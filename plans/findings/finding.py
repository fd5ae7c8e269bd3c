"""A finding: level, place, sentence and, where possible, one-click fixes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from ground.digest import digest
from ground.words import in_row
from plans.document import PLAN, Document
from plans.findings.context import Context
from plans.findings.fixes import Fix
from plans.tables.registry import sections

ERROR, WARNING, HINT = "error", "warning", "hint"
LEVELS = (ERROR, WARNING, HINT)


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and what to do.

    `text` is a lazy message with `%(word)s` places, `words` what goes there. `section`
    and `row` (its id, or its index in a draft) give the place, `title` names the row;
    `beside` are further cells of it that are meant, `nth` counts findings that are equal
    otherwise.
    """

    level: str
    code: str
    text: Any
    words: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""
    row: int | None = None
    field: str = ""
    title: str = ""
    fixes: tuple[Fix, ...] = ()
    beside: tuple[str, ...] = ()
    nth: int = 0

    @cached_property
    def key(self) -> str:
        """The same, in every language, as long as the substance is: rule, row and values.

        An acknowledged warning stays acknowledged exactly as long.
        """
        told = {name: word for name, word in self.words.items() if not isinstance(word, Promise)}
        return digest([self.code, self.section, self.title, self.field, told, self.nth])

    @property
    def message(self) -> str:
        """The sentence in the reader's language."""
        return str(self.text) % {name: _shown(word) for name, word in self.words.items()}

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "level": self.level,
            "code": self.code,
            "section": self.section or None,
            "row": self.row,
            "field": self.field or None,
            "title": self.title,
            "message": self.message,
            "fixes": [fix.as_json() for fix in self.fixes],
        }


def _shown(word: Any) -> Any:
    return in_row(word) if isinstance(word, (list, tuple)) else word


Rule = Callable[[Document, Context], Iterable[Finding]]
_rules: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Declare a rule of the plan check."""
    _rules.append(function)
    return function


def check(document: Document, context: Context) -> list[Finding]:
    """All findings, the worst first, each in the order of the document."""
    return in_order(finding for one in _rules for finding in one(document, context))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The worst first, then as the document goes; equal ones are told apart by a number."""
    seen: Counter[str] = Counter()
    found: list[Finding] = []
    for finding in findings:
        key = finding.key
        found.append(replace(finding, nth=seen[key]) if seen[key] else finding)
        seen[key] += 1
    places = {part.key: place for place, part in enumerate(sections())} | {PLAN: -1}
    last = len(places)
    return sorted(found, key=lambda one: (LEVELS.index(one.level), places.get(one.section, last)))


def brief(names: Sequence[str], most: int = 6) -> list[str]:
    """The first names, and an ellipsis for the rest."""
    return [*names[:most], "…"] if len(names) > most else list(names)
