"""配置, or 配置 and an application: its keys are published."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _

from gray.needs.base import Need, led_by, named, same
from gray.needs.ticked import of_name, open_rows
from gray.standing import Standing
from gray.words import Sentence, sentence
from ground.words import in_row
from plans.document import Document


@dataclass(frozen=True)
class Configs(Need):
    """The keys of one application, or of all when `application` is empty."""

    application: str
    form = _("配置 应用名")

    @classmethod
    def read(cls, text: str) -> Self | None:
        application = led_by(text, "配置项", "配置", "configs", "config", "configuration")
        return None if application is None else cls(text, application)

    @classmethod
    def offers(cls, document: Document) -> Iterable[str]:
        names = named(document, "configs", "application")
        return ["配置", *(f"配置 {name}" for name in names)] if document.rows("configs") else []

    def is_known(self, document: Document) -> bool:
        names = named(document, "configs", "application")
        return any(same(name, self.application) for name in names) or (
            not self.application and bool(document.rows("configs"))
        )

    def lacks(self, standing: Standing, author: int | None) -> Sentence | None:
        rows = of_name(standing.rows("configs"), "application", self.application)
        if not rows:
            return sentence("need", _("依赖“%(need)s”，计划里没有这样的配置项。"), need=self.text)
        left = [row.key for row in open_rows(rows)]
        if not left:
            return None
        text = _("等配置发布，还有 %(n)d 项：%(keys)s。")
        return sentence("need", text, n=len(left), keys=in_row(left[:3]))
