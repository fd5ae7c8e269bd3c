"""Documents that are no release plans: a README, minutes of a meeting, a report after an incident.

Their headings use our words too (Features, 风险, 时间线), so only what nobody can mistake is taken.
"""

import re
from collections.abc import Iterable

from plans.reading.text import bare
from plans.tables.words import said

_PLAN = re.compile(
    "发布|上线|投产|升级|部署|割接|变更|灰度|切换|迁移|维护|回滚|计划|方案|release|rollout|roll-out|deploy|launch|go-?live|"
    "migration|cut-?over|runbook|hot-?fix|change|plan",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"复盘|故障报告|事故报告|故障分析|事后总结|post-?mortem|incident report|retrospective",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"纪要|周会|例会|周报|日报|月报|年报|简历|会议记录|minutes|stand-?up|weekly|resume|curriculum|"
    r"接口文档|需求文档|产品需求|设计文档|用户手册|教程|读书笔记|论文|合同|\bprd\b|\bapi\b|tutorial|guide|manual",
    re.IGNORECASE,
)
_README = frozenset(
    said(
        "install installation installing usage license licence contributing contributors gettingstarted "
        "quickstart documentation apireference requirements prerequisites badges acknowledgements credits "
        "faq examples demo tableofcontents 安装 安装方法 使用 使用方法 使用说明 用法 快速开始 快速上手 许可证 开源协议 "
        "贡献 贡献指南 参与贡献 目录结构 项目结构 常见问题 示例 致谢 软件架构 安装教程"
    )
)
_ENOUGH = 2


_TRADE = re.compile(
    "发布|上线|投产|升级|部署|割接|灰度|回滚|回退|版本|迭代|开服|停服|系统|服务|接口|数据库|脚本|配置|应用|监控|切流|运维|"
    "releas|rollout|roll out|deploy|launch|rollback|roll back|cutover|migrat|version|hot-?fix|canary|server|service|"
    "变更|停机|切换|back-?out|cut-?over|change request|gateway|patch|downtime|outage|database|\\bsql\\b|\\bapi\\b|\\bapp|config",
    re.IGNORECASE,
)
_LONG, _LOOKED_AT = 120, 50_000


def is_foreign(title: str, headings: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether a document of that title, those headings and those texts is about something else."""
    if _AFTERWARDS.search(title):
        return True
    whole = "\n".join([title, *texts])[:_LOOKED_AT]
    if len(whole) > _LONG and not _TRADE.search(whole):
        return True
    if _PLAN.search(title):
        return False
    found = {bare(heading) for heading in headings}
    return bool(_OTHER.search(title)) or len(found & _README) >= _ENOUGH
