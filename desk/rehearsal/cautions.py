"""What does not go well in a rehearsal: each a sentence that ends with what to do."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from calendars.days import day_of, written_days
from calendars.spans import Span, freeze_at, open_spans
from desk.rehearsal.batches import Slot
from desk.rehearsal.misfits import misfits
from desk.rehearsal.neighbours import neighbours
from desk.rehearsal.scene import Caution, Scene
from gray.words import Lasting
from ground.words import in_row
from plans.batches import PASSED
from plans.models import PlanQuerySet
from plans.times import Times

MOST_NAMES, LONGEST_NAME = 5, 40


def cautions(scene: Scene, among: PlanQuerySet) -> list[Caution]:
    """The gravest first; nothing is said of a plan that has nothing to come."""
    if not scene.work:
        return []
    found = [caution for rule in _RULES for caution in rule(scene)]
    return [*found, *_conflicts(scene, among)]


def _crossing(scene: Scene) -> Iterator[Caution]:
    """Batches that begin inside a window and end outside."""
    for slot in scene.slots:
        shuts = _shutting(slot, scene.times)
        if shuts is None or slot.at is None or slot.until is None:
            continue
        words = {
            "batch": slot.name, "at": scene.say(slot.at), "until": scene.say(slot.until),
            "length": Lasting(slot.until - slot.at), "shuts": scene.say(shuts),
        }  # fmt: skip
        freeze = freeze_at(shuts, scene.times.freezes)
        if freeze:
            text = _(
                "%(batch)s %(at)s 开始，要 %(length)s，到 %(until)s 才完，而 %(shuts)s 就封网（%(why)s）：请提前开始，或把这一批拆小。"
            )
            words["why"] = freeze.reason or _("未写原因")
        else:
            text = _(
                "%(batch)s %(at)s 开始，要 %(length)s，到 %(until)s 才完，而变更窗口 %(shuts)s 就关：请换更长的窗口，或把这一批拆小。"
            )
        yield Caution(text % words)


def _shutting(slot: Slot, times: Times) -> datetime | None:
    """When the window shuts in which the batch begins, if it is not over by then."""
    if slot.at is None or not slot.length:
        return None
    until = slot.at + slot.length
    spans = open_spans(slot.at, until, times.windows, times.freezes, times.zone)
    return next((span.end for span in spans if slot.at in span and span.end < until), None)


def _frozen(scene: Scene) -> Iterator[Caution]:
    freeze = freeze_at(scene.begin, scene.times.freezes)
    if freeze:
        text = _(
            "%(start)s 开始时正在封网（%(why)s），%(end)s 才解封：请改到那之后开始，或先请人解除封网。"
        )
        why = freeze.reason or _("未写原因")
        words = {"start": scene.say(scene.begin), "why": why, "end": scene.say(freeze.end)}
        yield Caution(text % words)


def _holiday(scene: Scene) -> Iterator[Caution]:
    if scene.plan.started_at is not None:
        return
    date = scene.begin.astimezone(scene.times.zone).date()
    day = day_of(date, written_days({date.year}))
    if not day.is_workday:
        text = _("%(day)s 不是工作日，开始时可能找不到人：请换一个工作日，或先约好值守。")
        if day.name:
            text = _(
                "%(day)s 不是工作日（%(name)s），开始时可能找不到人：请换一个工作日，或先约好值守。"
            )
        yield Caution(text % {"day": date.isoformat(), "name": day.name})


def _homeless(scene: Scene) -> Iterator[Caution]:
    if scene.homeless:
        text = _(
            "看不出这些发布步骤是哪一批的，时长没有算进去：%(steps)s。请在它们的分组里写“第 1 批”这样的字。"
        )
        yield Caution(text % {"steps": _some([work.action for work in scene.homeless])})


def _conflicts(scene: Scene, among: PlanQuerySet) -> Iterator[Caution]:
    moments = [at for point in scene.work for at in (point.at, point.last) if at]
    if not moments:
        return
    span = Span(min(moments), max(moments) + timedelta(microseconds=1))
    coming = [node.app for node in scene.apps if node.state not in PASSED]
    for one in neighbours(scene.plan, coming or [node.app for node in scene.apps], span, among):
        text = _(
            "%(number)s《%(title)s》的发布窗口与这段时间重叠，也动 %(apps)s：请与负责人 %(owner)s 商量先后。"
        )
        words = {"number": one.second.number, "title": one.second.title, "apps": _some(one.apps)}
        yield Caution(text % {**words, "owner": one.second.owner})


def _some(names: Sequence[str]) -> str:
    shown = in_row(name[:LONGEST_NAME] for name in names[:MOST_NAMES])
    return shown if len(names) <= MOST_NAMES else f"{shown}…"


_RULES: tuple[Callable[[Scene], Iterator[Caution]], ...] = (
    misfits, _crossing, _frozen, _holiday, _homeless,
)  # fmt: skip
