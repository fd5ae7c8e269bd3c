"""Applications in the contents and in the batches: each should be in both."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.document import Document
from plans.findings.alike import Alike
from plans.findings.context import Context
from plans.findings.dependencies import MOST_OF_A_ROW
from plans.findings.finding import Finding, rule
from plans.findings.fixes import AddRows, Fix, SetCells
from plans.findings.spots import Spot, spots


@rule
def apps_and_contents(document: Document, _context: Context) -> Iterator[Finding]:
    """Silent while one of the two tables names no application at all."""
    apps = {
        str(one.row["app"]).casefold(): one for one in spots(document, "apps") if one.row.get("app")
    }
    told = [
        (str(name), one)
        for one in spots(document, "changes")
        for name in (one.row.get("apps") or [])
    ]
    named = {name.casefold() for name, _spot in told}
    if not apps or not named:
        return
    for key, spot in apps.items():
        if key not in named:
            text = gettext_lazy("%(app)s 在批次里，但发布内容没有提到它。")
            yield spot.warning("app", "app-not-in-contents", text, app=str(spot.row["app"]))
    names = {key: str(spot.row["app"]) for key, spot in apps.items()}
    alike, found = Alike(names), Counter[int]()
    for name, spot in told:
        found[spot.index] += name.casefold() not in apps
        if name.casefold() not in apps and found[spot.index] <= MOST_OF_A_ROW:
            text = gettext_lazy("发布内容提到 %(app)s，但它不在任何批次里。")
            fixes = _fixes(spot, name, names, alike)
            yield spot.warning("apps", "app-not-in-batches", text, *fixes, app=name)


def _fixes(spot: Spot, name: str, known: dict[str, str], alike: Alike) -> Iterator[Fix]:
    """The nearest name of the batches, or a new row there."""
    for near in alike.near(name.casefold(), 1):
        names = [known[near] if one == name else one for one in spot.row["apps"]]
        yield SetCells(_("改为 %(name)s") % {"name": known[near]}, {"apps": names})
    yield AddRows(_("加到批次里"), "apps", ({"app": name},))
