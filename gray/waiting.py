"""What the stages of a ramp wait for: their own dependencies, and applications before the first."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.dependencies import waits_of
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.standing import Standing
from gray.words import Sentence, sentence
from ground.words import in_row
from plans import states
from plans.batches import PASSED
from plans.models import Plan
from plans.tables.registry import section


def waits_before(
    ramp: Ramp, stages: Sequence[Stage], index: int, standing: Standing
) -> list[tuple[Sentence, ...]]:
    """For each stage of a ramp at `index` what is missing; no dependency, nothing is read."""
    own: list[tuple[Sentence, ...]] = [() for _stage in stages]
    if any(stage.needs for stage in stages):
        own = waits_of(stages, index, standing)
    if own:
        own[0] = (*waiting_for(ramp, standing.plan), *own[0])
    return own


def waiting_for(ramp: Ramp, plan: Plan) -> tuple[Sentence, ...]:
    """The applications that must be verified before the first stage: the ramp's own, else all."""
    if plan.status not in (states.RELEASING, states.PAUSED):
        return ()
    apps = [(row.app, row.state) for row in section("apps").listed(plan)]
    own = [(app, state) for app, state in apps if app.casefold() == ramp.application.casefold()]
    behind = [app for app, state in own or apps if state not in PASSED]
    if not behind:
        return ()
    text = gettext_lazy("等 %(apps)s 验证通过。")
    return (sentence("apps", text, apps=_join(behind)),)


def _join(names: Sequence[str]) -> str:
    shown = in_row(names[:3])
    return shown if len(names) <= 3 else _("%(names)s 等 %(n)d 个应用") % {
        "names": shown, "n": len(names),
    }  # fmt: skip
