"""The texts of one row on their way from a table or a labelled list to the fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Cells:
    """{field: text}, {unknown header: text}, source texts to keep where a text was taken apart,
    and {field: value} for what is known without a text."""

    texts: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def knowing(self, **values: Any) -> "Cells":
        """The same with values instead of texts."""
        texts = {name: text for name, text in self.texts.items() if name not in values}
        return replace(self, texts=texts, values={**self.values, **values})

    def but(self, **texts: str) -> "Cells":
        """The same with other texts; what they replace is kept raw."""
        changed = {
            name: self.texts[name]
            for name in texts
            if self.texts.get(name, texts[name]) != texts[name]
        }
        kept = {name: source for name, source in changed.items() if source.strip()}
        return replace(self, texts={**self.texts, **texts}, raw={**kept, **self.raw})
