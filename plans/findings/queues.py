"""Topics and consumer groups that the broker would refuse."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.brokers import group_refusal, names_in, topic_refusal
from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import SetCells
from plans.findings.placeholders import is_placeholder
from plans.findings.spots import Spot, spots

CHECKED = (("topic", "topic-refused", topic_refusal), ("group", "group-refused", group_refusal))
_ODD = re.compile(r"[^%|a-zA-Z0-9_.-]+")


@rule
def refused_names(document: Document, _context: Context) -> Iterator[Finding]:
    for spot in spots(document, "topics"):
        for field, code, refusal in CHECKED:
            cell = str(spot.row.get(field) or "")
            for name in [] if is_placeholder(cell) else names_in(cell):
                why = refusal(name)
                if why:
                    fixes = _tidied(spot, field, name) if not refusal(tidy(name)) else []
                    yield spot.error(field, code, why.replace("%", "%%"), *fixes, name=name)


def tidy(name: str) -> str:
    """The name with odd characters turned into underscores; as it is when that would lose words."""
    plain = _ODD.sub("_", name).strip("_")
    return plain if name.isascii() and len(plain) > len(name) // 2 else name


def _tidied(spot: Spot, field: str, name: str) -> list[SetCells]:
    cell = str(spot.row[field]).replace(name, tidy(name))
    return [SetCells(_("改为 %(name)s") % {"name": tidy(name)}, {field: cell})]
