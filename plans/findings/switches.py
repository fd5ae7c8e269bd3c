"""Switches: what a ramp drives, and what takes a changed application back."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.document import Document, Row
from plans.findings.context import Context
from plans.findings.finding import Finding, brief, rule
from plans.findings.fixes import AddRows, Fix, SetCells
from plans.findings.spots import spots

DRIVES = ("application", "namespace", "key")


@rule
def ramp_without_switch(document: Document, _context: Context) -> Iterator[Finding]:
    """A ramp drives a flag or a key; with neither nothing can move."""
    for spot in spots(document, "ramps"):
        if not spot.row.get("flag") and not spot.row.get("key"):
            text = gettext_lazy("灰度“%(name)s”没有开关，请填开关标识或配置键。")
            fixes = _known_switches(document)
            name = str(spot.row.get("name") or "")
            yield spot.error("flag", "ramp-without-switch", text, *fixes, name=name)


def _known_switches(document: Document) -> Iterator[Fix]:
    """The plan's own switches, offered to a ramp that has none."""
    for row in document.rows("switches")[:3]:
        if row.get("key"):
            values = {name: row.get(name) or "" for name in DRIVES}
            yield SetCells(_("用回滚开关 %(key)s") % {"key": row["key"]}, values)


@rule
def stages_without_ramp(document: Document, _context: Context) -> Iterator[Finding]:
    """A stage without a name belongs to the plan's only ramp."""
    names = [str(row.get("name") or "") for row in document.rows("ramps")]
    for spot in spots(document, "stages"):
        ramp = str(spot.row.get("ramp") or "")
        if ramp in names or (not ramp and len(names) == 1):
            continue
        text = gettext_lazy("灰度阶段属于“%(name)s”，但没有这个灰度。")
        fixes = [SetCells(_("改为 %(name)s") % {"name": one}, {"ramp": one}) for one in names[:2]]
        yield spot.error("ramp", "stage-without-ramp", text, *fixes, name=ramp or "—")


@rule
def apps_without_switch(document: Document, _context: Context) -> Iterator[Finding]:
    """One finding for all applications that nothing switches off."""
    switched = _switched(document)
    bare = [
        spot
        for spot in spots(document, "apps")
        if spot.row.get("app") and str(spot.row["app"]).casefold() not in switched
    ]
    if not bare:
        return
    apps = [str(spot.row["app"]) for spot in bare]
    words: dict[str, Any] = {"n": len(apps), "apps": brief(apps)}
    fixes = tuple(_rows(document, apps))
    begun = next((one for one in spots(document, "switches") if _is_empty(one.row)), None)
    if begun and not fixes:
        text = gettext_lazy("%(n)s 个要发布的应用的回滚开关还没有填配置键：%(apps)s。")
        yield begun.warning("key", "no-rollback-switch", text, **words)
        return
    text = gettext_lazy("%(n)s 个要发布的应用没有回滚开关：%(apps)s。")
    yield bare[0].warning("app", "no-rollback-switch", text, *fixes, **words)


def _is_empty(switch: Row) -> bool:
    """A row of an application that does not yet say which key takes it back."""
    return bool(switch.get("application")) and not switch.get("key")


def _switched(document: Document) -> set[str]:
    return {
        str(row.get("application") or "").casefold()
        for key in ("switches", "ramps")
        for row in document.rows(key)
        if row.get("key") or row.get("flag")
    }


def _rows(document: Document, apps: list[str]) -> Iterator[Fix]:
    """Rows to be filled in, for those that have none yet."""
    begun = {str(row.get("application") or "").casefold() for row in document.rows("switches")}
    new = [app for app in apps if app.casefold() not in begun]
    if new:
        label = _("加 %(n)s 行回滚开关") % {"n": len(new)}
        yield AddRows(label, "switches", tuple({"application": app} for app in new))
