"""What the plan check says about measuring: guards, queries and thresholds (pure)."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.gauges.selectors import placeholders
from gray.limits import limit_of
from gray.rules import MOST_FAILURES, PLACEHOLDERS
from plans.bands import condition, plain_name
from plans.document import Document
from plans.findings import Finding, SetCells, Spot, spots
from plans.findings.alike import Alike

DECIDING = ("门禁", "回滚")


def findings(document: Document) -> Iterator[Finding]:
    """Only of plans with a ramp: elsewhere nothing is measured."""
    if not document.rows("ramps"):
        return
    yield from _metrics(document)
    yield from _guards(document)
    yield from _conditions(document)


def _metrics(document: Document) -> Iterator[Finding]:
    for spot in spots(document, "metrics"):
        query = _said(spot, "query")
        if not query:
            continue
        yield from _unknown_words(spot, "query")
        sign, threshold, unit = (_said(spot, name) for name in ("operator", "threshold", "unit"))
        if spot.row.get("purpose") in DECIDING and limit_of(sign, threshold, unit, query) is None:
            text = gettext_lazy(
                "指标“%(name)s”要自动判断，阈值“%(threshold)s”却不是数，请写成像 < 1%% 的样子。"
            )
            words = {"name": _said(spot, "name"), "threshold": f"{sign} {threshold}".strip()}
            yield spot.error("threshold", "metric-without-limit", text, **words)


def _guards(document: Document) -> Iterator[Finding]:
    rows = sorted(spots(document, "metrics"), key=lambda spot: bool(_said(spot, "query")))
    names = {_said(spot, "name").casefold(): spot for spot in rows}
    alike = Alike([_said(spot, "name") for spot in names.values()])
    for spot in spots(document, "guards"):
        metric = names.get(_said(spot, "metric").casefold())
        if metric is None:
            yield _unknown_metric(spot, alike)
        elif not _said(metric, "query"):
            text = gettext_lazy("“%(name)s”没有查询，护栏测不了它，请在关键指标里补上。")
            yield spot.warning("metric", "guard-without-query", text, name=_said(spot, "metric"))
        yield from _settings(spot)
        yield from _unknown_words(spot, "samples")


def _unknown_metric(spot: Spot, alike: Alike) -> Finding:
    name = _said(spot, "metric")
    near = alike.near(name, 2)
    fixes = [SetCells(_("改为 %(name)s") % {"name": one}, {"metric": one}) for one in near]
    text = gettext_lazy("护栏说的指标“%(name)s”在关键指标里没有。")
    return spot.error("metric", "guard-unknown-metric", text, *fixes, name=name)


def _settings(spot: Spot) -> Iterator[Finding]:
    failures = spot.row.get("failures")
    if failures is not None and not 1 <= failures <= MOST_FAILURES:
        text = gettext_lazy("连续失败次数要在 1 到 %(most)s 之间，现在是 %(n)s。")
        yield spot.error("failures", "guard-failures", text, most=MOST_FAILURES, n=failures)
    if spot.row.get("minimum") is not None and not _said(spot, "samples"):
        text = gettext_lazy("写了最少样本，还要写样本数查询，否则没有办法数。")
        yield spot.error("samples", "guard-without-samples", text)


def _unknown_words(spot: Spot, field: str) -> Iterator[Finding]:
    unknown = [one for one in placeholders(_said(spot, field)) if one not in PLACEHOLDERS]
    if unknown:
        text = gettext_lazy("查询里的 %(names)s 不认识，可用的是 %(known)s。")
        words = {"names": _braced(unknown), "known": _braced(PLACEHOLDERS)}
        yield spot.error(field, "query-placeholder", text, **words)


def _conditions(document: Document) -> Iterator[Finding]:
    """Conditions that no metric can watch, in a plan that has measured metrics."""
    measured = {
        plain_name(_said(spot, "name"))
        for spot in spots(document, "metrics")
        if _said(spot, "query")
    }
    for spot in spots(document, "triggers") if measured else ():
        text = _said(spot, "condition")
        found = condition(text)
        if text and (found is None or plain_name(found[0]) not in measured):
            said = gettext_lazy("回滚条件“%(condition)s”没有对应的指标查询，由人判断。")
            yield spot.hint("condition", "trigger-by-hand", said, condition=text[:60])


def _said(spot: Spot, field: str) -> str:
    return str(spot.row.get(field) or "").strip()


def _braced(names: Iterable[str]) -> list[str]:
    return [f"{{{{{name}}}}}" for name in names]
