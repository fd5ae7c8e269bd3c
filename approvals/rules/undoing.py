"""Until when one's signature can be taken back: while its consequence can still be undone."""

from django.utils.translation import gettext as _

from approvals.rules.scene import GateScene, Scene
from approvals.rules.shape import REVIEW
from ground.verdict import ALLOWED, Verdict, denied
from plans import states


def may_take_back(scene: Scene, gate: GateScene) -> Verdict:
    """Review gates until the release begins, stages until they are let in, the rest to the end."""
    if scene.status in (*states.FINISHED, states.ROLLING_BACK):
        return denied(_("计划已经结束或在回滚，签字不能再撤回。"))
    if gate.is_spent:
        return denied(_("这一阶段已经放量，签字不能再撤回；要停下请用停止推进或关闭流量。"))
    if gate.rule.phase == REVIEW and scene.status not in states.BEFORE_START:
        return denied(_("发布已经开始，评审的签字不能再撤回；要停下请暂停或回滚。"))
    return ALLOWED
