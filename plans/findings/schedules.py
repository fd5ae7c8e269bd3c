"""Cron expressions of jobs, in the Quartz dialect."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.cron import next_runs, read_cron
from plans.document import Document
from plans.findings.finding import ERROR, HINT, WARNING, Context, Finding, rule


@rule
def cron(document: Document, context: Context) -> Iterator[Finding]:
    for index, row in enumerate(document.rows("jobs")):
        text = str(row.get("cron") or "").strip()
        where = ("jobs", row.get("id", index), "cron", str(row.get("name") or row.get("group")))
        if not text:
            yield Finding(WARNING, "cron-missing", _("任务没有 cron 表达式。"), *where)
        elif not set(text) <= {".", "…"}:
            yield from _of_text(text, where, context)


def _of_text(text: str, where: tuple[str, int, str, str], context: Context) -> Iterator[Finding]:
    try:
        expression = read_cron(text)
    except ValueError as error:
        yield Finding(ERROR, "cron-invalid", str(error), *where)
        return
    runs = next_runs(expression, context.now, 1)
    if not runs:
        yield Finding(WARNING, "cron-never", _("“%(cron)s”再也不会触发。") % {"cron": text}, *where)
    else:
        when = runs[0].strftime("%Y-%m-%d %H:%M:%S")
        yield Finding(HINT, "cron-next", _("下一次触发：%(when)s。") % {"when": when}, *where)
