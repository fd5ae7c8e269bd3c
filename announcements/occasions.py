"""What happens to a plan that a row of its 沟通计划 may wait for (pure).

The first group whose word occurs in a text names the occasion, so the narrower words stand
first; a text such as 发布开始、回滚 names two.
"""

import re
from unicodedata import normalize

from django.utils.translation import gettext_lazy as _

APPROVED, STARTED, DEPLOYED, RAMPING, RAMPED = (
    "approved",
    "started",
    "deployed",
    "ramping",
    "ramped",
)
OBSERVING, RELEASED, DONE, CANCELLED, MOVED = "observing", "released", "done", "cancelled", "moved"
PAUSED, RESUMED, ROLLING_BACK, ROLLED_BACK = "paused", "resumed", "rolling_back", "rolled_back"
STEP, TROUBLE = "step", "trouble"

LABELS = {
    APPROVED: _("评审通过时"),
    STARTED: _("发布开始时"),
    DEPLOYED: _("批次全部验证后"),
    RAMPING: _("灰度开始时"),
    RAMPED: _("灰度结束时"),
    OBSERVING: _("进入观察时"),
    RELEASED: _("发布完成、进入观察时"),
    DONE: _("计划完成时"),
    CANCELLED: _("计划取消时"),
    MOVED: _("发布窗口改动时"),
    PAUSED: _("暂停时"),
    RESUMED: _("继续时"),
    ROLLING_BACK: _("开始回滚时"),
    ROLLED_BACK: _("回滚完成时"),
    STEP: _("每个阶段完成时"),
    TROUBLE: _("暂停或回滚时"),
}

_WORDS = (
    (ROLLED_BACK, "回滚完成 回滚结束 回滚后 回滚成功 已回滚 回退完成 rolledback rollbackcomplete rollbackdone rollbackfinish"),
    (ROLLING_BACK, "回滚 回退 rollback rollingback"),
    (TROUBLE, "异常 故障 失败 告警 突发 问题 incident failure alert trouble"),
    (PAUSED, "暂停 中止 pause hold"),
    (RESUMED, "恢复 继续 resum"),
    (CANCELLED, "取消 终止 cancel"),
    (MOVED, "改期 延期 推迟 提前发布 窗口变更 窗口调整 窗口改 时间变更 时间调整 reschedul postpon delay"),
    (STEP, "阶段完成 阶段结束 每个阶段 各阶段 每阶段 每批 每一批 各批 批次完成 eachstage eachbatch everystage everybatch"),
    (APPROVED, "通过 获批 批准 approv"),
    (RAMPED, "灰度完成 灰度结束 灰度后 放量完成 放量结束 全量 100% rampcomplete rampdone canarydone"),
    (RAMPING, "灰度 放量 canary gray grey ramp"),
    (DONE, "观察结束 观察期结束 观察完成 观察期后 总结 收尾 善后 全部完成 项目完成 计划完成 关闭 close"),
    (OBSERVING, "观察 observ"),
    (DEPLOYED, "部署完成 部署结束 部署后 deployed deploymentcomplete deploymentdone"),
    (RELEASED, ("发布完成 发布结束 发布后 发布成功 上线完成 上线结束 上线后 上线成功 升级完成 升级后 升级结束 变更完成 变更后 投产完成 投产后 割接完成 割接后 "
               "released releasecomplete releasedone releasefinish golivecomplete afterrelease")),
    (STARTED, "开始 启动 发布中 上线中 升级中 发布时 上线时 start begin kickoff duringrelease"),
    (DONE, "完成 结束 complete done finish end"),
)  # fmt: skip
_KNOWN = tuple((occasion, words.split()) for occasion, words in _WORDS)
_PARTS = re.compile(r"[、，,;；/\n]|或|以及|和")
_VAGUE = re.compile(r"(?:发布|上线|升级|变更|执行|实施|过程|期间)*(?:中|期间|后|之后|以后)")
_CLAUSE = re.compile(r"[，,。;；:：\n]")

BY_EVENT = {
    "plan.approved": {APPROVED},
    "plan.started": {STARTED},
    "plan.ramping": {DEPLOYED, RAMPING, STEP},
    "plan.observing": {RELEASED, RAMPED, OBSERVING, STEP},
    "plan.paused": {PAUSED, TROUBLE},
    "plan.resumed": {RESUMED},
    "plan.rollback_begun": {ROLLING_BACK, TROUBLE},
    "plan.rolled_back": {ROLLED_BACK},
    "plan.done": {DONE},
    "plan.cancelled": {CANCELLED},
}
"""The events of a plan's life that people wait for, with the occasions that each of them is."""

_OF_RAMPS = {RAMPING, RAMPED}


def occasions_of(moment: str, content: str = "") -> frozenset[str]:
    """What `moment` waits for; 发布中 and 发布后 leave it to the first words of the content."""
    if _VAGUE.fullmatch("".join(moment.split())):
        clause = _CLAUSE.split(content, maxsplit=1)[0]
        return _named(clause) or _named(moment)
    return _named(moment)


def occasions_in(event: str, *, has_ramps: bool) -> frozenset[str]:
    """What an event of that kind is; a plan without ramps begins and ends none."""
    return frozenset(BY_EVENT.get(event, set()) - (set() if has_ramps else _OF_RAMPS))


def _named(text: str) -> frozenset[str]:
    found = (_first("".join(part.split())) for part in _PARTS.split(_plain(text)))
    return frozenset(filter(None, found))


def _first(part: str) -> str:
    words = part.replace("-", "")
    return next((one for one, known in _KNOWN if any(word in words for word in known)), "")


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold()
