"""What somebody typed into a search box."""

import re
from dataclasses import dataclass

from search.grams import fold, wanted

LONGEST, MOST_WORDS = 200, 8
_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans("“”„‟«»「」『』", '""""""""""')


@dataclass(frozen=True)
class Query:
    """Folded words that must all occur; a phrase in quotes is one word with its spaces."""

    words: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Query":
        """Words without a letter or a digit say nothing and are left out."""
        parts = _PART.findall(text[:LONGEST].translate(_QUOTES))
        folded = dict.fromkeys(fold(phrase or word) for phrase, word in parts)
        return cls(tuple(word for word in folded if wanted(word))[:MOST_WORDS])

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def pieces(self) -> list[str]:
        """What the index is asked for."""
        return list(dict.fromkeys(piece for word in self.words for piece in wanted(word)))
