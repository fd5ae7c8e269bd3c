"""What of the plans themselves waits for a person; the wings add what they know."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.board.runbook import ticked_sections
from desk.inbox.plans import Share
from plans import states
from plans.batches import may_start, nodes
from plans.contribute import DueItem
from plans.models import Plan
from plans.times import in_release_window

SOON = timedelta(days=1)


def due_items(share: Share, now: datetime) -> list[DueItem]:
    """Everything that waits for this person, what is due first on top."""
    wings = [item for item in share.wings if item.mine]
    found = [
        *_apps(share), *_ready(share, now), *_paused(share), *wings, *_ticks(share), *_drafts(share),
    ]  # fmt: skip
    return sorted(found, key=_urgency)


def _urgency(item: DueItem) -> tuple[bool, float]:
    """What has no due time comes last; the same due time keeps the order of `due_items`."""
    return item.due is None, item.due.timestamp() if item.due else 0.0


def _drafts(share: Share) -> Iterator[DueItem]:
    for plan in share.in_state(states.DRAFT, states.REJECTED):
        if plan.owner_id == share.user.pk:
            rejected = plan.status == states.REJECTED
            yield DueItem(
                _("被驳回，改好后重新提交") if rejected else _("草稿还没有提交评审"),
                plan,
                plan.changed_at,
                reverse("plans:check", args=[plan.number]),
                _("去体检"),
                due=plan.window_start,
            )


def _ready(share: Share, now: datetime) -> Iterator[DueItem]:
    for plan in share.in_state(states.APPROVED):
        if not share.parts[plan.pk] & {"pm", "ops"}:
            continue
        if plan.pk in share.amended:
            continue
        if in_release_window(plan, now):
            yield _on_board(plan, _("评审已通过，可以开始发布"), plan.submitted_at, _("开始发布"))
        elif plan.window_start and now < plan.window_start <= now + SOON:
            yield _on_board(plan, _("评审已通过，窗口就要开了"), plan.submitted_at, _("打开看板"))


def _apps(share: Share) -> Iterator[DueItem]:
    for rows in share.apps.values():
        everything = nodes(rows)
        by_id = {node.id: node for node in everything}
        for row in rows:
            words = _turn(share, row, by_id[row.pk], everything)
            if words:
                yield _on_board(row.plan, *words)


def _turn(share: Share, row: Any, node: Any, everything: Any) -> tuple[str, Any, str] | None:
    """What this person does next with the application, since when, and the button."""
    parts, told = share.parts[row.plan_id], {"app": row.app}
    deploys = row.deployer in share.names if row.deployer else "ops" in parts
    tests = "test" in parts and (row.plan.chain, f"apps:{row.pk}") not in share.deployed
    if row.plan.status == states.ROLLING_BACK:
        return None
    if row.state == "pending" and deploys and may_start(node, everything):
        return _("%(app)s 可以开始发布") % told, row.plan.started_at, _("去发布")
    if row.state == "deploying" and deploys:
        return _("%(app)s 正在发布，完成后点一下") % told, row.state_at, _("发布完成")
    if row.state == "deployed" and tests and (not row.tester or row.tester in share.names):
        return _("%(app)s 等你验证") % told, row.state_at, _("去验证")
    if row.state in ("failed", "verify_failed") and (deploys or "pm" in parts):
        words = _("%(app)s %(state)s，要处理") % {**told, "state": row.get_state_display()}
        return words, row.state_at, _("去处理")
    return None


def _paused(share: Share) -> Iterator[DueItem]:
    for plan in share.in_state(states.PAUSED, states.ROLLING_BACK):
        if "pm" in share.parts[plan.pk]:
            paused = plan.status == states.PAUSED
            words = _("发布已暂停，处理后继续") if paused else _("正在回滚，逐个确认应用")
            yield _on_board(plan, words, None, _("打开看板"))


def _ticks(share: Share) -> Iterator[DueItem]:
    """Rows that only one part may tick, such as SQL for the DBA, in plans under way."""
    plans = {plan.pk: plan for plan in share.in_state(states.RELEASING)}
    for part in ticked_sections() if plans else ():
        mine = [
            pk for pk in plans if len(part.recorders) == 1 and part.recorders[0] in share.parts[pk]
        ]
        if not mine or not hasattr(part.model, "state"):
            continue
        rows: Any = part.model._default_manager
        open_rows = rows.filter(plan__in=mine, state="").order_by()
        for row in open_rows.values("plan").annotate(n=Count("pk"), since=Min("plan__started_at")):
            words = _("%(section)s还有 %(n)s 条没有执行") % {"section": part.label, "n": row["n"]}
            yield _on_board(plans[row["plan"]], words, row["since"], _("去执行"))


def _on_board(plan: Plan, words: str, since: Any, button: str) -> DueItem:
    return DueItem(
        words, plan, since, reverse("desk:board", args=[plan.number]), button, due=plan.window_end
    )
