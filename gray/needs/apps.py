"""应用 coin-center: this application is verified."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _

from gray.needs.base import Need, led_by, named, same
from gray.standing import Standing
from gray.words import Sentence, sentence
from plans.document import Document


@dataclass(frozen=True)
class Apps(Need):
    """One application by its name; skipped is not verified."""

    app: str
    form = _("应用 coin-center")

    @classmethod
    def read(cls, text: str) -> Self | None:
        app = led_by(text, "应用", "系统", "服务", "application", "app", "service")
        return cls(text, app) if app else None

    @classmethod
    def offers(cls, document: Document) -> Iterable[str]:
        return [f"应用 {app}" for app in named(document, "apps", "app")]

    def is_known(self, document: Document) -> bool:
        return any(same(app, self.app) for app in named(document, "apps", "app"))

    def lacks(self, standing: Standing, author: int | None) -> Sentence | None:
        rows = [row for row in standing.rows("apps") if same(row.app, self.app)]
        if not rows:
            return sentence("need", _("依赖的应用 %(app)s 不在发布应用批次里。"), app=self.app)
        behind = [row for row in rows if row.state != "verified"]
        if not behind:
            return None
        text = _("等 %(app)s 验证通过，现在是“%(state)s”。")
        return sentence("need", text, app=self.app, state=behind[0].get_state_display())
