"""When a job fires next, and what its expression says."""

from django.utils.translation import gettext as _

from plans.cron.mending import mended
from plans.cron.schedule import next_runs, read_cron
from plans.cron.words import in_words
from plans.findings.placeholders import is_placeholder
from plans.helping.helper import BAD, INFO, WARN, Help, Offer, Scene, helper

SHOWN = 5


@helper("next_runs")
def upcoming(scene: Scene) -> Help | None:
    """The next five times in the plan's zone, in the dialect of the scheduler."""
    if not scene.text or is_placeholder(scene.text):
        return None
    try:
        cron = read_cron(scene.text)
    except ValueError as error:
        return Help(BAD, str(error), (), _offers(scene))
    runs = next_runs(cron, scene.now, SHOWN)
    if not runs:
        return Help(WARN, _("“%(cron)s”再也不会触发。") % {"cron": scene.text})
    lines = tuple(run.strftime("%Y-%m-%d %H:%M:%S") for run in runs)
    return Help(INFO, in_words(cron), lines)


def _offers(scene: Scene) -> tuple[Offer, ...]:
    better = mended(scene.text)
    return (Offer(_("改为 %(name)s") % {"name": better}, scene.field, better),) if better else ()
