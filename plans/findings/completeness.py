"""What ought to be there: applications in the contents, snapshots, switches, the window."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.document import Document
from plans.findings.finding import ERROR, HINT, WARNING, Context, Finding, rule


@rule
def apps_and_contents(document: Document, _context: Context) -> Iterator[Finding]:
    """An application in batches but in no content, and the reverse."""
    apps = {str(row["app"]).casefold(): row for row in document.rows("apps") if row.get("app")}
    named = [(name, row) for row in document.rows("changes") for name in row.get("apps") or []]
    told = {name.casefold() for name, _row in named}
    if not apps or not told:
        return
    for name, row in apps.items():
        if name not in told:
            yield Finding(
                WARNING, "app-not-in-contents",
                _("%(app)s 在批次里，但发布内容没有提到它。") % {"app": row["app"]},
                "apps", row.get("id"), "app", str(row["app"]),
            )  # fmt: skip
    for name, row in named:
        if name.casefold() not in apps:
            yield Finding(
                WARNING, "app-not-in-batches",
                _("发布内容提到 %(app)s，但它不在任何批次里。") % {"app": name},
                "changes", row.get("id"), "apps", name,
            )  # fmt: skip


@rule
def snapshots(document: Document, _context: Context) -> Iterator[Finding]:
    for key, name in (("packages", "artifact_id"), ("apps", "app")):
        for index, row in enumerate(document.rows(key)):
            if "snapshot" in str(row.get("version") or "").casefold():
                yield Finding(
                    WARNING, "snapshot",
                    _("%(name)s 是快照版本 %(version)s，请换成正式版本。")
                    % {"name": row.get(name), "version": row["version"]},
                    key, row.get("id", index), "version", str(row.get(name)),
                )  # fmt: skip


@rule
def ramp_without_switch(document: Document, _context: Context) -> Iterator[Finding]:
    """A ramp drives a flag or a key; with neither nothing can move."""
    for index, row in enumerate(document.rows("ramps")):
        if not row.get("flag") and not row.get("key"):
            yield Finding(
                ERROR, "ramp-without-switch",
                _("灰度“%(name)s”没有开关，请填开关标识或配置键。") % {"name": row.get("name")},
                "ramps", row.get("id", index), "flag", str(row.get("name")),
            )  # fmt: skip


@rule
def stages_without_ramp(document: Document, _context: Context) -> Iterator[Finding]:
    names = {row.get("name") for row in document.rows("ramps")}
    for index, row in enumerate(document.rows("stages")):
        if row.get("ramp") not in names:
            yield Finding(
                ERROR, "stage-without-ramp",
                _("灰度阶段属于“%(name)s”，但没有这个灰度。") % {"name": row.get("ramp") or "—"},
                "stages", row.get("id", index), "ramp", str(row.get("position") or ""),
            )  # fmt: skip


@rule
def window(document: Document, _context: Context) -> Iterator[Finding]:
    if not document.plan.get("window_start") or not document.plan.get("window_end"):
        yield Finding(HINT, "no-window", _("还没有填发布窗口的开始和结束。"), "plan")
