"""RP-2026-0007 灰度名 ≥ 10%, or 灰度 名称 ≥ 10% for one of this plan: a ramp has come that far."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext_lazy as _

from gray.bucket import EVERYBODY, percent_of, share_of
from gray.needs.base import Need, named, same
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.standing import Standing
from gray.view import State
from gray.words import Sentence, sentence
from plans.document import Document
from plans.models import Plan

_FORM = re.compile(
    r"(?:(?P<number>RP-\d{4}-\d{4,9})\s*)?(?P<led>(?:灰度|ramp)(?:[\s:：]+|(?=[“「])))?"
    r"(?P<name>.{0,200}?)"
    r"(?:\s*(?:≥|>=|＞=|>|＞|达到|放到|到|reaches|at)\s*|\s+|^)"
    r"(?:(?P<percent>\d{1,3}(?:\.\d{1,2})?)\s*[%％]|(?P<full>全量|full))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ramps(Need):
    """A ramp lets in at least `share`; `number` is empty for one of the same plan."""

    number: str
    name: str
    share: int
    form = _("RP-2026-0007 灰度名 ≥ 10%")

    @classmethod
    def read(cls, text: str) -> Self | None:
        found = _FORM.fullmatch(text.strip())
        if not found or not (found["number"] or found["led"]):
            return None
        if found["percent"] and Decimal(found["percent"]) > 100:
            return None
        share = EVERYBODY if found["full"] else share_of(Decimal(found["percent"]))
        name = found["name"].strip().strip('“”"「」')
        return cls(text, (found["number"] or "").upper(), name, share)

    @classmethod
    def offers(cls, document: Document) -> Iterable[str]:
        return [f"灰度 {name} ≥ 10%" for name in named(document, "ramps", "name")]

    def is_known(self, document: Document) -> bool:
        """Of another plan only that plan can tell."""
        if self.number and self.number != document.plan.get("number"):
            return True
        names = named(document, "ramps", "name")
        return any(same(name, self.name) for name in names) or (not self.name and len(names) == 1)

    def lacks(self, standing: Standing, author: int | None) -> Sentence | None:
        plan = standing.other(self.number or standing.plan.number, author)
        if plan is None:
            text = _("依赖的 %(number)s 不存在，或写下它的人看不到它。")
            return sentence("need", text, number=self.number)
        found = self.pick(standing.ramps_of(plan))
        if found is None:
            return sentence(
                "need", _("依赖“%(need)s”，没有找到这个灰度；有几个时请写名称。"), need=self.text
            )
        return self._short_of(plan, *found, standing)

    def _short_of(
        self, plan: Plan, ramp: Ramp, run: Run | None, standing: Standing
    ) -> Sentence | None:
        """Of a plan that not everybody may see no more is told than what was written."""
        if run and run.state != State.OFF and run.index >= 0 and run.share >= self.share:
            return None
        wanted, now = percent_of(self.share), percent_of(run.share if run else 0)
        name = ramp.name or ramp.flag
        if plan == standing.plan:
            own = _("等灰度“%(ramp)s”放到 %(percent)s%%，现在是 %(now)s%%。")
            return sentence("need", own, ramp=name, percent=wanted, now=now)
        if plan.visibility != "all":
            text = _("等 %(number)s 的灰度放到 %(percent)s%%。")
            return sentence("need", text, number=plan.number, percent=wanted)
        text = _("等 %(number)s 的灰度“%(ramp)s”放到 %(percent)s%%，现在是 %(now)s%%。")
        return sentence("need", text, number=plan.number, ramp=name, percent=wanted, now=now)

    def pick(self, ramps: Iterable[tuple[Ramp, Run | None]]) -> tuple[Ramp, Run | None] | None:
        """The ramp that is meant; without a name the only one."""
        rows = list(ramps)
        if not self.name:
            return rows[0] if len(rows) == 1 else None
        return next(
            (
                pair
                for pair in rows
                if same(pair[0].name, self.name) or same(pair[0].flag, self.name)
            ),
            None,
        )
