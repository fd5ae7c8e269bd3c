"""Why a plan cannot be carried out like this within its release window, or ever."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from desk.rehearsal.points import Point
from desk.rehearsal.ramps import why_never
from desk.rehearsal.scene import Caution, Scene
from gray.words import Lasting


def misfits(scene: Scene) -> Iterator[Caution]:
    for rule in _RULES:
        yield from rule(scene)


def _unreached(scene: Scene) -> Iterator[Caution]:
    """The first batch that never comes, for the others only stand behind it."""
    slot = next((one for one in scene.slots if one.at is None), None)
    if slot is None:
        return
    if slot.late and scene.plan.window_end:
        text = _(
            "%(batch)s最早 %(at)s 才有可以发布的时间，那时发布窗口（%(end)s 结束）已经过去 %(late)s：请延长发布窗口，或换一个更早的开始时间。"
        )
        end = scene.plan.window_end
        words = {
            "at": scene.say(slot.late),
            "end": scene.say(end),
            "late": Lasting(slot.late - end),
        }
        yield Caution(text % {"batch": slot.name, **words}, is_misfit=True)
        return
    text = _("%(batch)s永远到不了：%(why)s。请补上变更窗口，或缩短封网。")
    yield Caution(text % {"batch": slot.name, "why": slot.held}, is_misfit=True)


def _too_late(scene: Scene) -> Iterator[Caution]:
    """Only ramps are to come, but the plan cannot be started any more."""
    end = scene.plan.window_end
    if end and scene.plan.started_at is None and not scene.slots and scene.begin >= end:
        text = _(
            "发布窗口 %(end)s 就结束了，之后不能开始：请延长发布窗口，或换一个更早的开始时间。"
        )
        yield Caution(text % {"end": scene.say(end)}, is_misfit=True)


def _stuck(scene: Scene) -> Iterator[Caution]:
    for one in scene.climbs:
        if not one.is_stuck or one.begin is None:
            continue
        text = _("灰度“%(ramp)s”的 %(amount)s 永远到不了：%(why)s。请补上变更窗口，或缩短封网。")
        if one.reached + 1 in one.never:
            text = _(
                "灰度“%(ramp)s”的 %(amount)s 永远到不了：%(why)s。请改掉这个依赖，或先让它依赖的能到。"
            )
        amount, why = one.view.steps[one.reached + 1].amount, why_never(one, scene.times)
        yield Caution(text % {"ramp": one.name, "amount": amount, "why": why}, is_misfit=True)


def _outside(scene: Scene) -> Iterator[Caution]:
    """What goes on after the release window, and by how much."""
    end = scene.plan.window_end
    late = [(at, point) for point in scene.work if end and (at := point.last) and at > end]
    if not end or not late:
        return
    last, first = max(at for at, _point in late), min(late, key=lambda one: one[0])[1]
    text = _(
        "放不进发布窗口：第一个超出的是“%(point)s”（%(at)s），全部走完要到 %(last)s，比窗口结束（%(end)s）晚 %(late)s。请延长发布窗口、提前开始，或缩短观察时长。"
    )
    yield Caution(text % {
        "point": first.title, "at": _span(scene, first), "last": scene.say(last),
        "end": scene.say(end), "late": Lasting(last - end),
    }, is_misfit=True)  # fmt: skip


def _span(scene: Scene, point: Point) -> str:
    """When it comes, and when it is over."""
    moments = [scene.say(at) for at in (point.at, point.until) if at]
    return " – ".join(moments)


_RULES: tuple[Callable[[Scene], Iterator[Caution]], ...] = (
    _unreached, _too_late, _stuck, _outside,
)  # fmt: skip
