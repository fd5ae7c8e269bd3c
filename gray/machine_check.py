"""What the plan check says about the machines that stages open (pure)."""

from collections.abc import Iterator
from types import SimpleNamespace

from django.utils.translation import gettext_lazy

from gray.audience import machine_wish
from gray.drivers.builtin import Builtin
from gray.machines import Machine, Wish, read_machines
from plans.document import Document, Row
from plans.findings import Finding, Spot, spots


def findings(document: Document) -> Iterator[Finding]:
    """Of ramps over the builtin switch; another driver may know machines that no plan lists."""
    ramps = [spot.row for spot in spots(document, "ramps") if _is_builtin(spot.row)]
    for ramp in ramps:
        wanted = [
            (spot, wish)
            for spot in spots(document, "stages")
            if _is_of(spot.row, ramp, len(ramps)) and (wish := _wish(spot.row))
        ]
        if wanted:
            yield from _checked(str(ramp.get("name") or ""), wanted, _listed(ramp))


def _checked(
    name: str, wanted: list[tuple[Spot, Wish]], machines: list[Machine]
) -> Iterator[Finding]:
    if not machines:
        yield _unlisted(name, wanted)
        return
    for spot, wish in wanted:
        here = [one for one in machines if not wish.region or one.is_in(wish.region)]
        words = {"ramp": name, "n": spot.row.get("position"), "region": wish.region}
        if not here:
            text = gettext_lazy(
                "灰度“%(ramp)s”第 %(n)s 阶段要开“%(region)s”的机器，人群的名单里没有，请写成 机器名@%(region)s。"
            )
            yield spot.error("audience", "stage-region", text, **words)
        elif wish.count is not None and wish.count > len(machines):
            text = gettext_lazy(
                "灰度“%(ramp)s”第 %(n)s 阶段要开 %(wanted)s 台机器，人群的名单里只有 %(listed)s 台。"
            )
            words |= {"wanted": wish.count, "listed": len(machines)}
            yield spot.warning("machines", "stage-machines-few", text, **words)


def _unlisted(name: str, wanted: list[tuple[Spot, Wish]]) -> Finding:
    """Stages of machines alone can let nobody in; the others go by their percentage."""
    alone = [spot for spot, _wish in wanted if not spot.row.get("percent")]
    if alone:
        text = gettext_lazy(
            "灰度“%(ramp)s”第 %(n)s 阶段只写了机器，但人群里没有机器名单，放不上去：请列出机器，或写比例。"
        )
        numbers = [str(spot.row.get("position") or "?") for spot in alone]
        return alone[0].error("machines", "stage-machines-unlisted", text, ramp=name, n=numbers)
    text = gettext_lazy(
        "灰度“%(ramp)s”写了机器，但人群里没有机器名单，只会按比例放量：请列出机器，或去掉机器。"
    )
    return wanted[0][0].warning("machines", "stage-machines-unlisted", text, ramp=name)


def _wish(row: Row) -> Wish | None:
    """Where everybody is in, no machine has to be named."""
    if (row.get("percent") or 0) >= 100:
        return None
    said = {"audience": str(row.get("audience") or ""), "machines": row.get("machines")}
    return machine_wish(SimpleNamespace(**said))


def _listed(ramp: Row) -> list[Machine]:
    return read_machines(str(ramp.get("population") or ""))


def _is_builtin(ramp: Row) -> bool:
    word = str(ramp.get("driver") or "").strip().casefold()
    return word in ("", Builtin.name, str(Builtin.label).casefold(), *Builtin.words)


def _is_of(stage: Row, ramp: Row, count: int) -> bool:
    named = str(stage.get("ramp") or "")
    return named == str(ramp.get("name") or "") or (not named and count == 1)
