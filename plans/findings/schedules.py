"""Cron expressions of jobs, in the Quartz dialect."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.cron.mending import mended
from plans.cron.schedule import next_runs, read_cron
from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import SetCells
from plans.findings.placeholders import is_placeholder
from plans.findings.spots import Spot, spots

SHOWN = 5


@rule
def cron(document: Document, context: Context) -> Iterator[Finding]:
    for spot in spots(document, "jobs"):
        text = str(spot.row.get("cron") or "").strip()
        if not text:
            missing = gettext_lazy("任务没有 cron 表达式。")
            yield spot.warning("cron", "cron-missing", missing)
        elif not is_placeholder(text):
            yield _of_text(text, spot, context)


def _of_text(text: str, spot: Spot, context: Context) -> Finding:
    try:
        runs = next_runs(read_cron(text), context.now, SHOWN)
    except ValueError as error:
        why, better = str(error).replace("%", "%%"), mended(text)
        fixes = [SetCells(_("改为 %(name)s") % {"name": better}, {"cron": better})]
        return spot.error("cron", "cron-invalid", why, *fixes[: bool(better)], cron=text)
    if not runs:
        return spot.warning(
            "cron", "cron-never", gettext_lazy("“%(cron)s”再也不会触发。"), cron=text
        )
    when = [run.strftime("%Y-%m-%d %H:%M:%S") for run in runs]
    return spot.hint("cron", "cron-next", gettext_lazy("接下来的触发时间：%(when)s。"), when=when)
