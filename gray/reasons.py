"""The sentences that say why a ramp moves or does not."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from calendars.spans import Closed
from gray.bucket import percent_of
from gray.view import Step, View
from gray.words import Lasting, Sentence, When, sentence

READY = sentence("ready", _("还没有开始，等人按“开始”。"))
OFF = sentence("off", _("流量已关闭，没有人在灰度里。"))
HELD = sentence("held", _("已停止推进，等人按“继续”。"))
DONE = sentence("done", _("全部阶段已走完。"))
RENEWED = sentence("renew", _("有机器下线了，正在换成同区域在线的机器。"))
EMPTY = sentence("empty", _("还没有阶段，先在计划里填写灰度阶段。"))
SHUT = sentence("shut", _("封网没有结束时间，不会再有可以放量的时间。"))


def drifted(view: View) -> Sentence:
    if view.foreign:
        return sentence(
            "drift",
            _("线上实际是“%(shown)s”，应为 %(expected)s：有人改了开关，先恢复。"),
            shown=view.foreign,
            expected=f"{percent_of(view.share)}%",
        )
    return sentence(
        "drift",
        _("线上实际是 %(actual)s，应为 %(expected)s：有人改了开关，先采纳或恢复。"),
        actual=f"{percent_of(view.actual or 0)}%",
        expected=f"{percent_of(view.share)}%",
    )


def unread(view: View) -> Sentence:
    return sentence("unread", _("现在读不到开关：%(error)s 读到之前不放量。"), error=view.unread)


def failed(view: View, now: datetime) -> Sentence:
    return sentence(
        "error",
        _("写开关没有成功：%(error)s %(moment)s重试。"),
        error=view.error,
        moment=When(view.retry or now, now, view.zone),
    )


def starting(view: View, until: datetime, now: datetime) -> Sentence:
    return sentence(
        "start", _("等计划开始时间，%(moment)s（还有 %(left)s）。"), **_time(view, until, now)
    )


def holding(view: View, until: datetime, now: datetime) -> Sentence:
    return sentence(
        "hold",
        _("%(amount)s 还在观察，到 %(moment)s（还有 %(left)s）。"),
        amount=view.amount,
        **_time(view, until, now),
    )


def shut(view: View, until: datetime | None, now: datetime, freeze: Closed | None) -> Sentence:
    """Outside the change windows, or inside a freeze."""
    if until is None:
        return SHUT
    if freeze is None:
        return sentence(
            "window", _("等变更窗口，%(moment)s 开放（还有 %(left)s）。"), **_time(view, until, now)
        )
    return sentence(
        "freeze",
        _("封网：%(reason)s；%(moment)s 才能放量（还有 %(left)s）。"),
        reason=freeze.reason,
        **_time(view, until, now),
    )


def overridden(view: View, until: datetime, now: datetime) -> Sentence:
    """Beside the reason: windows and freezes are open by an emergency override."""
    return sentence(
        "override",
        _("紧急放行中，到%(moment)s为止不受变更窗口和封网限制。"),
        moment=When(until, now, view.zone),
    )


def unsigned(step: Step) -> Sentence:
    return sentence(
        "approval",
        _("放到 %(amount)s 需要签字：%(note)s"),
        amount=step.amount,
        note=step.gate_note,
    )


def refused(step: Step) -> Sentence:
    return sentence(
        "refused",
        _("放到 %(amount)s 的签字被拒绝：%(note)s"),
        amount=step.amount,
        note=step.gate_note,
    )


def rising(step: Step) -> Sentence:
    return sentence("rise", _("条件都满足，正在放到 %(amount)s。"), amount=step.amount)


def _time(view: View, until: datetime, now: datetime) -> dict[str, Any]:
    return {"moment": When(until, now, view.zone), "left": Lasting(until - now)}
