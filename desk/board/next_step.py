"""The one thing to do next, for whoever looks at the board."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.models import Gate
from approvals.rules.scene import THROUGH
from desk.board.cards import Card, Column
from desk.board.facts import Facts
from desk.board.taps import Tap
from desk.board.verbs import Verb, find_verb
from ground.policies import can
from ground.words import in_row
from plans import states
from plans.batches import STARTED, rollback_order
from plans.release import may_begin
from plans.tables.registry import section


@dataclass(frozen=True)
class NextStep:
    """A sentence in large type, the reason below it, and at most one button."""

    title: str
    why: str = ""
    tone: str = ""
    card: Card | None = None
    tap: Tap | None = None
    verb: Verb | None = None
    url: str = ""
    button: str = ""
    until: datetime | None = None

    @property
    def planned(self) -> datetime | None:
        waits = self.card and self.card.app.state == "pending"
        return self.card.planned if self.card and waits else None


def next_step(facts: Facts, shown: Sequence[Column]) -> NextStep:
    """What comes next in the state that the plan is in."""
    tell = _TELL.get(facts.plan.status, _rest)
    return tell(facts, [card for column in shown for card in column.cards])


def _before(facts: Facts, _cards: Sequence[Card]) -> NextStep:
    return NextStep(
        _("计划%(state)s，还不能发布") % {"state": facts.plan.get_status_display()},
        _("全部关口签字完成后，这里就是发布日的看板。"),
        url=facts.plan.get_absolute_url(),
        button=_("打开计划"),
    )


def _approved(facts: Facts, _cards: Sequence[Card]) -> NextStep:
    verdict, plan = may_begin(facts.plan, facts.now), facts.plan
    if verdict:
        drives = can(facts.user, "plan.drive", plan)
        verb = find_verb("start") if drives else None
        return NextStep(
            _("可以开始发布"), drives.reason or _("窗口已开，评审已全部通过"), verb=verb
        )
    waits = bool(plan.window_start and facts.now < plan.window_start)
    title = _("等发布窗口打开") if waits else _("还不能开始")
    return NextStep(title, verdict.reason, "wait", until=plan.window_start if waits else None)


def _releasing(facts: Facts, cards: Sequence[Card]) -> NextStep:
    if not cards:
        return NextStep(
            _("计划里没有应用"), url=facts.plan.get_absolute_url(), button=_("打开计划")
        )
    steps = list(_steps(facts, cards))
    mine = [step for step in steps if step.tap]
    if mine or steps:
        return (mine or steps)[0]
    return _stuck(facts, cards)


def _steps(facts: Facts, cards: Sequence[Card]) -> Iterator[NextStep]:
    """Verify first, then start, then finish what is being deployed."""
    yield from (_verify(card) for card in cards if card.app.state == "deployed")
    yield from (_start(card) for card in cards if card.is_ready)
    yield from (_finish(card) for card in cards if card.app.state == "deploying")


def _verify(card: Card) -> NextStep:
    title = _("%(who)s：验证 %(app)s") % {"who": card.app.tester or _("测试"), "app": card.app.app}
    return NextStep(title, _("已发布完成，等待验证"), card=card, tap=_first(card, "verified"))


def _start(card: Card) -> NextStep:
    title = _("%(who)s：发布 %(app)s（第 %(batch)s 批）") % {
        "who": card.app.deployer or _("运维"), "app": card.app.app, "batch": card.app.batch or 0,
    }  # fmt: skip
    return NextStep(title, _met(card), card=card, tap=_first(card, "deploying"))


def _met(card: Card) -> str:
    names = in_row(need.name for need in card.needs)
    if names:
        return _("%(names)s 已验证通过，可以开始") % {"names": names}
    return (
        _("前面的批次已通过，可以开始")
        if (card.app.batch or 0) > 1
        else _("没有前置依赖，可以开始")
    )


def _finish(card: Card) -> NextStep:
    title = _("%(who)s：%(app)s 正在发布") % {
        "who": card.app.deployer or _("运维"),
        "app": card.app.app,
    }
    return NextStep(
        title, _("发布完成后点一下，由测试验证"), card=card, tap=_first(card, "deployed")
    )


def _stuck(facts: Facts, cards: Sequence[Card]) -> NextStep:
    failed = next((card for card in cards if card.look == "failed"), None)
    if failed:
        title = _("处理 %(app)s：%(state)s") % {"app": failed.app.app, "state": failed.label}
        return NextStep(title, failed.choice.why or _("重新发布，或回滚后再继续"), "bad")
    waits = next((card for card in cards if card.app.state == "pending"), None)
    why = waits.choice.why if waits else ""
    return NextStep(_("现在不能发布"), facts.times.reason or why, "wait")


def _ramping(facts: Facts, _cards: Sequence[Card]) -> NextStep:
    running = [run for run in facts.runs if run.state not in ("done", "off")]
    if not running:
        return NextStep(
            _("批次已全部验证"), _gray_words(facts), url=_gray(facts), button=_("看灰度")
        )
    percents = in_row(f"{run.ramp.name or run.flag} {run.percent}%" for run in running)
    why = next((why for _run, why in facts.ramps if why), "")
    title = _("灰度中：%(ramps)s") % {"ramps": percents}
    return NextStep(title, why, url=_gray(facts), button=_("看灰度"))


def _gray_words(facts: Facts) -> str:
    if facts.runs:
        return _("灰度已走完")
    planned = section("ramps").rows(facts.plan).exists()
    return _("灰度还没有开始，在灰度页点“开始”") if planned else _("没有灰度阶段")


def _gray(facts: Facts) -> str:
    return reverse("gray:plan", args=[facts.plan.number])


def _observing(facts: Facts, _cards: Sequence[Card]) -> NextStep:
    plan, until = facts.plan, None
    if plan.observing_since and plan.observe:
        until = plan.observing_since + plan.observe
    over = until is None or until <= facts.now
    url = reverse("approvals:gates", args=[plan.number])
    if not over:
        words = _("观察期结束后签字收尾")
        return NextStep(_("观察中"), words, url=url, button=_("去签字"), until=until)
    if Gate.objects.filter(plan=plan).exclude(state__in=THROUGH).exists():
        title = _("观察期已满，签“线上验证”和“结束与总结”")
        return NextStep(title, url=url, button=_("去签字"))
    return NextStep(_("全部签完，可以完成计划"), url=url, button=_("去完成"))


def _paused(facts: Facts, _cards: Sequence[Card]) -> NextStep:
    drives = can(facts.user, "plan.drive", facts.plan)
    words = drives.reason or _("没有新的应用会开始，灰度停在原地")
    return NextStep(_("已暂停"), words, "wait", verb=find_verb("resume") if drives else None)


def _going_back(facts: Facts, cards: Sequence[Card]) -> NextStep:
    by_id = {card.app.pk: card for card in cards}
    left = [node for node in rollback_order(facts.everything) if node.state in STARTED]
    if not left:
        return NextStep(_("应用已全部回滚"), tone="bad")
    card = by_id[left[0].id]
    title = _("回滚 %(app)s（还剩 %(n)s 个）") % {"app": card.app.app, "n": len(left)}
    return NextStep(
        title, _("没有别的应用再依赖它"), "bad", card=card, tap=_first(card, "rolled_back")
    )


def _rest(facts: Facts, _cards: Sequence[Card]) -> NextStep:
    words = {
        states.DONE: _("发布完成，辛苦了"),
        states.ROLLED_BACK: _("已全部回滚"),
        states.CANCELLED: _("计划已取消"),
    }
    return NextStep(
        words.get(facts.plan.status, facts.plan.get_status_display()),
        url=reverse("plans:history", args=[facts.plan.number]),
        button=_("看历史"),
    )


def _first(card: Card, to: str) -> Tap | None:
    return next((tap for tap in card.choice.taps if tap.to == to and not tap.asks), None)


_TELL: dict[str, Any] = {
    states.DRAFT: _before,
    states.REJECTED: _before,
    states.IN_REVIEW: _before,
    states.APPROVED: _approved,
    states.RELEASING: _releasing,
    states.RAMPING: _ramping,
    states.OBSERVING: _observing,
    states.PAUSED: _paused,
    states.ROLLING_BACK: _going_back,
}
