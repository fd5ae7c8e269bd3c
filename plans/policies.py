"""Who may do what with a plan; every no says why."""

from typing import Any

from django.utils.translation import gettext as _

from ground.policies import can, policy
from ground.verdict import ALLOWED, Verdict, denied
from ground.words import in_row
from plans import states
from plans.deployers import deployers_of
from plans.grants import parts_of
from plans.models import Override, Plan, Upload
from plans.parts import label_of
from plans.tables.row import PlanRow
from plans.tables.section import Section


def needs(user: Any, plan: Plan, *parts: str) -> Verdict:
    """Allowed when the person plays one of `parts` in this plan."""
    if parts_of(user, plan) & set(parts):
        return ALLOWED
    names = in_row(label_of(part) for part in parts)
    return denied(_("需要是本计划的%(parts)s；请负责人把你加进“发布人员”。") % {"parts": names})


@policy("plan.view")
def view(user: Any, plan: Plan) -> Verdict:
    if plan.visibility == "all" or parts_of(user, plan):
        return ALLOWED
    return denied(_("这个计划仅成员可见。"))


@policy("plan.create")
def create(_user: Any, _target: Any) -> Verdict:
    return ALLOWED


@policy("template.create")
def create_template(_user: Any, _target: Any) -> Verdict:
    return ALLOWED


@policy("template.edit")
def edit_template(user: Any, template: Plan) -> Verdict:
    """Its owner and PM, and administrators: a template is the house's, not one release's."""
    if can(user, "installation.administer") or "pm" in parts_of(user, template):
        return ALLOWED
    return denied(_("模板只能由它的负责人和系统管理员修改；可以复制一份改成自己的。"))


@policy("plan.import")
def import_document(user: Any, plan: Plan | None) -> Verdict:
    """A new plan is anybody's to make; a document comes into an open plan of one's own part."""
    if plan is None:
        return can(user, "plan.create", None)
    if plan.is_template:
        return _in_use(plan) and edit_template(user, plan)
    return _open(plan) and needs(user, plan, "pm", "dev", "test", "dba", "ops", "product")


@policy("upload.review")
def review_upload(user: Any, upload: Upload) -> Verdict:
    """Only whoever uploaded it, and as long as they may see the plan it goes into."""
    if upload.owner_id != user.pk:
        return denied(_("只有上传的人能核对这份文档。"))
    return can(user, "plan.view", upload.plan) if upload.plan else ALLOWED


@policy("plan.manage")
def manage(user: Any, plan: Plan) -> Verdict:
    """Owner and PM: submit, withdraw, complete, cancel, people."""
    if plan.is_template:
        return edit_template(user, plan)
    return needs(user, plan, "pm")


@policy("plan.edit")
def edit(user: Any, plan: Plan) -> Verdict:
    """The plan's own fields and its notes."""
    if plan.is_template:
        return _in_use(plan) and edit_template(user, plan)
    return _open(plan) and needs(user, plan, "pm", "dev", "product")


@policy("plan.drive")
def drive(user: Any, plan: Plan) -> Verdict:
    """Owner, PM and ops: start, pause, resume, roll back."""
    return needs(user, plan, "pm", "ops")


SECONDS = frozenset({"pm", "ops", "dev_lead", "test_lead"})
"""Parts whose people confirm, refuse and end an override; the owner always plays "pm"."""


@policy("override.ask")
def ask_override(user: Any, plan: Plan) -> Verdict:
    """Whoever drives the plan may ask for its times to be opened."""
    return needs(user, plan, "pm", "ops")


@policy("override.decide")
def decide_override(user: Any, override: Override) -> Verdict:
    """Confirm or refuse: a second person, by an own part; being an administrator is none."""
    if user.pk == override.asked_by_id:
        return denied(_("紧急放行是你申请的，要由另一个人确认。"))
    return _is_second(user, override.plan)


@policy("override.end")
def end_override(user: Any, override: Override) -> Verdict:
    """Whoever asked, and everybody who could have confirmed: closing is the safe side."""
    if user.pk == override.asked_by_id:
        return ALLOWED
    return _is_second(user, override.plan)


def _is_second(user: Any, plan: Plan) -> Verdict:
    if parts_of(user, plan) & SECONDS:
        return ALLOWED
    return denied(
        _("紧急放行要由本计划的负责人、项目负责人、运维、开发负责人或测试负责人本人决定。")
    )


@policy("plan.comment")
def comment(user: Any, plan: Plan) -> Verdict:
    if plan.is_template:
        return edit_template(user, plan)
    return needs(user, plan, "pm", "dev", "test", "dba", "ops", "product", "other")


@policy("section.edit")
def edit_section(user: Any, target: tuple[Plan, Section]) -> Verdict:
    """`target` is (plan, section)."""
    plan, section = target
    if plan.is_template:
        return _in_use(plan) and edit_template(user, plan)
    return _open(plan) and needs(user, plan, "pm", *section.editors)


@policy("row.edit")
def edit_row(user: Any, row: PlanRow) -> Verdict:
    if row.is_executed:
        return denied(_("这一行已经执行，不能再改；请另加一行说明。"))
    return can(user, "section.edit", (row.plan, row.section))


@policy("row.progress")
def record_progress(user: Any, row: PlanRow) -> Verdict:
    """Results, ticks and evidence: the section's recorders, or whoever the row names."""
    plan = row.plan
    if plan.is_template:
        return denied(_("模板里不记录执行结果。"))
    if plan.is_finished:
        return denied(_("计划已经结束。"))
    if _is_named(user, row) and parts_of(user, plan):
        return ALLOWED
    return needs(user, plan, "pm", *row.section.recorders)


@policy("app.deploy")
def deploy(user: Any, app: Any) -> Verdict:
    """Ops, the owner's side, or the deployer that the row names."""
    if app.deployer and app.deployer in (user.username, user.display_name):
        return ALLOWED if parts_of(user, app.plan) else needs(user, app.plan, "ops")
    return needs(user, app.plan, "ops")


@policy("app.verify")
def verify(user: Any, app: Any) -> Verdict:
    """A tester who had no hand in deploying it."""
    verdict = needs(user, app.plan, "test")
    if verdict and user.pk in deployers_of(app):
        return denied(_("发布和验证要由不同的人完成。"))
    return verdict


def _open(plan: Plan) -> Verdict:
    if plan.is_finished or plan.status == states.ROLLING_BACK:
        return denied(_("计划已经%(state)s，不能再改。") % {"state": plan.get_status_display()})
    return ALLOWED


def _in_use(template: Plan) -> Verdict:
    if template.finished_at:
        return denied(_("模板已经停用，重新启用之后才能改。"))
    return ALLOWED


def _is_named(user: Any, row: PlanRow) -> bool:
    names = {user.username, user.display_name} - {""}
    people = [cell for cell in row.section.content if cell.is_people]
    return any(getattr(row, str(cell.name)) in names for cell in people)
