"""批次 2: every application up to this batch is verified or skipped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _

from gray.needs.base import Need, plain
from gray.standing import Standing
from gray.words import Sentence, sentence
from ground.words import in_row
from plans.batches import PASSED
from plans.document import Document

_FORM = re.compile(
    r"(?:批次|batch)\s*[:：]?\s*(?P<n>\d{1,4})|第\s*(?P<nth>\d{1,4})\s*批次?", re.IGNORECASE
)


@dataclass(frozen=True)
class Batches(Need):
    """All batches up to `number`."""

    number: int
    form = _("批次 2")

    @classmethod
    def read(cls, text: str) -> Self | None:
        found = _FORM.fullmatch(plain(text))
        return cls(text, int(found["n"] or found["nth"])) if found else None

    @classmethod
    def offers(cls, document: Document) -> Iterable[str]:
        return [f"批次 {number}" for number in sorted(_batches(document))]

    def is_known(self, document: Document) -> bool:
        return self.number in _batches(document)

    def lacks(self, standing: Standing, author: int | None) -> Sentence | None:
        apps = [row for row in standing.rows("apps") if (row.batch or 0) <= self.number]
        if not any(row.batch == self.number for row in apps):
            return sentence("need", _("依赖批次 %(n)s，计划里没有这个批次。"), n=self.number)
        behind = [row.app for row in apps if row.state not in PASSED]
        if not behind:
            return None
        text = _("等批次 %(n)s 验证通过，还差 %(apps)s。")
        return sentence("need", text, n=self.number, apps=in_row(behind[:5]))


def _batches(document: Document) -> set[int]:
    return {row["batch"] for row in document.rows("apps") if row.get("batch") is not None}
