"""The broken glass of a gate for one reader."""

from collections.abc import Sequence

from approvals.models import Waiver
from approvals.rules.scene import GateScene, Scene
from approvals.rules.waiving import Glass, may_ask, may_break, may_confirm, may_review
from approvals.sheet import GlassSheet
from ground.verdict import Verdict, denied

NOTHING = denied("")


def glass_of(waiver: Waiver) -> Glass:
    """The row as the rules see it."""
    return Glass(
        asker=waiver.asked_by_id,
        digests=waiver.digests,
        is_asked=waiver.state == Waiver.ASKED,
        confirmer=waiver.confirmed_by_id or 0,
    )


def glass_sheet(
    scene: Scene, here: GateScene, waivers: Sequence[Waiver], reader: int
) -> GlassSheet:
    """`waivers` are all of the gate, the newest last."""
    live = next((one for one in waivers if one.state in Waiver.LIVE), None)
    asked = live is not None and live.state == Waiver.ASKED
    return GlassSheet(
        row=live,
        past=[one for one in waivers if one.state == Waiver.ENDED],
        may_ask=may_ask(scene, here, reader) if live is None else NOTHING,
        may_confirm=may_confirm(scene, here, glass_of(live), reader) if live and asked else NOTHING,
        may_refuse=asked and bool(may_break(scene, here, reader)),
        may_review=_review(scene, here, live, reader),
    )


def _review(scene: Scene, here: GateScene, live: Waiver | None, reader: int) -> Verdict:
    if live is None or live.state != Waiver.CONFIRMED:
        return NOTHING
    return may_review(scene, here, glass_of(live), reader)
