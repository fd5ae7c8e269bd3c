"""检查, or 检查 and a group: its items are ticked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _

from gray.needs.base import Need, led_by, named, same
from gray.needs.ticked import of_name
from gray.standing import Standing
from gray.words import Sentence, sentence
from plans.document import Document


@dataclass(frozen=True)
class Checks(Need):
    """The items of one group of the checklist, or all when `group` is empty."""

    group: str
    form = _("检查 分组名")

    @classmethod
    def read(cls, text: str) -> Self | None:
        group = led_by(text, "检查清单", "检查", "checklist", "checks", "check")
        return None if group is None else cls(text, group)

    @classmethod
    def offers(cls, document: Document) -> Iterable[str]:
        groups = named(document, "checks", "group")
        return ["检查", *(f"检查 {group}" for group in groups)] if document.rows("checks") else []

    def is_known(self, document: Document) -> bool:
        groups = named(document, "checks", "group")
        return any(same(group, self.group) for group in groups) or (
            not self.group and bool(document.rows("checks"))
        )

    def lacks(self, standing: Standing, author: int | None) -> Sentence | None:
        rows = of_name(standing.rows("checks"), "group", self.group)
        if not rows:
            return sentence("need", _("依赖“%(need)s”，检查清单里没有这一组。"), need=self.text)
        left = [row.item for row in rows if not row.done]
        if not left:
            return None
        text = _("等检查清单“%(group)s”做完，还有 %(n)d 项：%(item)s。")
        return sentence("need", text, group=self.group or _("全部"), n=len(left), item=left[0][:60])
