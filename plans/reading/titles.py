"""Headings in other words: without what dresses them, in one language, part by part."""

import re
from functools import lru_cache

_BEFORE = re.compile(
    r"^(?:(?:发布|上线|投产|变更|升级|割接|部署|切换|迁移)[前中后]|本次|此次|项目|系统|版本|发布|上线|投产|变更|相关|涉及|具体|详细|整体|主要|所需|需要|关键|的|release|deployment|known|planned)"
)
_AFTER = re.compile(
    r"(?:一览表|一览|列表|清单|表格|表|计划|方案|策略|说明|信息|明细|详情|情况|事项|安排|要求|项|的|如下所示|如下|(?:与|及|和)(?:应对|预案|措施|应对措施|应对方案|解决方案|缓解措施|告警|报警|说明)|checklist|list|plan|details|table)$"
)

_REMARK = re.compile(r"\s*(?:[（(][^（）()]{1,60}[)）]|【[^【】]{1,60}】)\s*[:：]?\s*$")
_LONGEST = 200
_AND = re.compile(r"\s*[&＆/／+、,，]\s*|\s+and\s+|(?<=[\u4e00-\u9fff])[与和及](?=[\u4e00-\u9fff])")
_BILINGUAL = re.compile(r"([a-z]{3,})?([\u4e00-\u9fff]{2,})([a-z]{3,})?")
_RELEASE = re.compile("升级|上线|投产|割接|部署|迭代|release|launch")
_BACK = re.compile("回退|还原|rollback|revert")


def without_remark(title: str) -> str:
    """The title without brackets at its end."""
    return _REMARK.sub("", title[:_LONGEST])


def parts_of(title: str) -> list[str]:
    """What stands on either side of &, /, 与, and …"""
    return [part for part in _AND.split(title[:_LONGEST]) if part.strip()]


@lru_cache(maxsize=1024)
def languages(title: str) -> tuple[str, ...]:
    """The words of a heading that says it in two languages: 应用 Apps, Rollback plan 回滚方案."""
    match = _BILINGUAL.fullmatch(title)
    return tuple(part for part in match.groups() if part and len(part) > 1) if match else ()


@lru_cache(maxsize=1024)
def plainer(title: str) -> str:
    """The same with our word where others say 上线, 升级 … and 回退."""
    return _BACK.sub("回滚", _RELEASE.sub("发布", title))


@lru_cache(maxsize=1024)
def undressed(title: str) -> tuple[str, ...]:
    """The title without one, two, three … words that only dress it; every section asks for it."""
    shorter: list[str] = []
    for _round in range(4):
        shorter.append(_AFTER.sub("", title))
        title = _BEFORE.sub("", shorter[-1])
        shorter.append(title)
    return tuple(dict.fromkeys(shorter))
