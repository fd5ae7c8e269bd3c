"""The strip above every page of one plan: who, when, how far, what next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ground.policies import can
from ground.verdict import Verdict
from plans import states
from plans.contribute import FlowStep, Meter, gather
from plans.counts import counting, counts_of
from plans.meters import DONE, meters_in
from plans.models import Plan
from plans.tables.registry import section

RELEASE_ORDER = 200
TABS = (
    ("plans:detail", gettext_lazy("计划")),
    ("plans:check", gettext_lazy("体检")),
    ("approvals:gates", gettext_lazy("审批")),
    ("desk:board", gettext_lazy("发布日")),
    ("gray:plan", gettext_lazy("灰度")),
    ("comments:list", gettext_lazy("评论")),
    ("attachments:list", gettext_lazy("附件")),
    ("announcements:list", gettext_lazy("通知")),
    ("plans:history", gettext_lazy("历史")),
)

TEMPLATE_TABS = frozenset({"plans:detail", "approvals:gates", "plans:history"})
"""A template is neither checked nor released."""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    name: str


@dataclass(frozen=True)
class Origin:
    """Where a plan came from: a sentence, and the page it leads to if the reader may see it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Step:
    """A button of the plan's life; `reason` is "required", "optional" or empty."""

    noun: str
    label: str
    reason: str
    verdict: Verdict
    danger: bool = False

    @property
    def url_name(self) -> str:
        return f"plans:{self.noun}"


@dataclass(frozen=True)
class Apps:
    """How far the applications are, and in how many batches they go."""

    total: int = 0
    passed: int = 0
    batches: int = 0


@dataclass(frozen=True)
class Head:
    """Everything `plans/parts/head.html` shows."""

    plan: Plan
    may_edit: Verdict
    may_manage: Verdict
    tabs: list[Tab]
    flow: list[FlowStep]
    meters: list[Meter]
    steps: list[Step] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)

    @property
    def main_step(self) -> Step | None:
        """The step that takes the plan further; a pause is never that."""
        usual = (step for step in self.steps if not step.danger and step.noun != "pause")
        return next((step for step in usual if step.verdict), None)


def head_of(plan: Plan, user: Any) -> Head:
    """The head of `plan` as `user` sees it."""
    with counting(plan):
        return _head(plan, user)


def _head(plan: Plan, user: Any) -> Head:
    apps = _apps(plan)
    return Head(
        plan=plan,
        may_edit=can(user, "plan.edit", plan),
        may_manage=can(user, "plan.manage", plan),
        tabs=list(_tabs(plan)),
        flow=_flow(plan, apps),
        meters=_meters(plan, apps),
        steps=list(_steps(plan, user)),
        origins=list(_origins(plan, user)),
    )


def _origins(plan: Plan, user: Any) -> Iterable[Origin]:
    """A number of a plan that the reader may not see is not told."""
    for source, said in ((plan.copied_from, _("由 %(number)s 复制")),
                         (plan.template, _("模板 %(number)s"))):  # fmt: skip
        if source and can(user, "plan.view", source):
            yield Origin(said % {"number": source.number}, source.get_absolute_url())


def _apps(plan: Plan) -> Apps:
    total = counts_of(plan).get("apps", 0)
    if not total:
        return Apps()
    found = section("apps").rows(plan).aggregate(
        passed=Count("pk", filter=DONE["apps"]), batches=Count(Coalesce("batch", 0), distinct=True)
    )  # fmt: skip
    return Apps(total, found["passed"], found["batches"])


def _meters(plan: Plan, apps: Apps) -> list[Meter]:
    if plan.is_template:
        return []
    own = {"apps": (apps.passed, apps.total), "checks": _checks(plan)}
    return [*meters_in(own), *gather("meters", plan)]


def _checks(plan: Plan) -> tuple[int, int]:
    """How many are ticked, of how many."""
    total = counts_of(plan).get("checks", 0)
    return section("checks").rows(plan).filter(DONE["checks"]).count(), total


def _tabs(plan: Plan) -> Iterable[Tab]:
    for name, label in TABS:
        if plan.is_template and name not in TEMPLATE_TABS:
            continue
        try:
            text = _("内容") if plan.is_template and name == "plans:detail" else str(label)
            yield Tab(text, reverse(name, args=[plan.number]), name)
        except NoReverseMatch:
            continue


def _flow(plan: Plan, apps: Apps) -> list[FlowStep]:
    if plan.is_template:
        return []
    return sorted([*gather("flow", plan), *_release(plan, apps)], key=lambda step: step.order)


def _release(plan: Plan, apps: Apps) -> Iterable[FlowStep]:
    """The batches as one dot between the review and the ramps."""
    passed, total = apps.passed, apps.total
    if not total:
        return
    under_way = plan.status == states.RELEASING or 0 < passed < total
    yield FlowStep(
        label=ngettext("发布 %(n)s 批", "发布 %(n)s 批", apps.batches) % {"n": apps.batches},
        state="done" if passed == total else "now" if under_way else "later",
        hint=f"{passed}/{total}" if passed else "",
        order=RELEASE_ORDER,
    )


def _steps(plan: Plan, user: Any) -> Iterable[Step]:
    """What may be done to the plan in its state, with who may."""
    drive, manage = can(user, "plan.drive", plan), can(user, "plan.manage", plan)
    if plan.status == states.APPROVED:
        yield Step("start", _("开始发布"), "optional", drive)
    if plan.status in states.UNDER_WAY:
        yield Step("pause", _("暂停"), "optional", drive)
    if plan.status == states.PAUSED:
        yield Step("resumption", _("继续"), "optional", drive)
    if plan.status in states.BEFORE_START:
        yield Step("cancellation", _("取消计划"), "required", manage, danger=True)
