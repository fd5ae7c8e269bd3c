"""The plan's own fields, out of its title, its key facts and its prose. Nothing is taken away from the notes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from plans.reading.blocks import Paragraph, Place
from plans.reading.durations import length_of
from plans.reading.outline import Placed
from plans.reading.prose_facts import leader_in, version_in, without_post
from plans.reading.rows import Row
from plans.reading.spans import Window, read_window, spelled_out
from plans.reading.statements import Statement, statements
from plans.reading.text import bare, bare_header, clean, unlink
from plans.tables.words import said

_KEYS = {
    "project": "项目名称 项目 所属项目 产品名称 系统名称 project projectname product",
    "version": "版本 版本号 发布版本 发布版本号 上线版本 目标版本 产品版本 系统版本 version releaseversion release",
    "kind": "发布类型 发布类别 上线类型 升级类型 投产类型 变更类型 变更级别 变更等级 发布级别 版本类型 变更性质 紧急程度 级别 类型 releasetype changetype type kind",
    "owner": "发布负责人 项目负责人 发布owner 项目owner 上线owner 负责人 上线负责人 总负责人 投产负责人 升级负责人 变更负责人 发布经理 项目经理 总指挥 pm owner releasemanager releaseowner releaselead releasecoordinator planowner cutoverlead cutoverowner cutovermanager deploymentlead deploymentowner",
    "observe": "观察期 观察时间 观察时长 观察周期 observation observationtime observationperiod",
}
_KINDS = (
    ("紧急", r"紧急|hot-?fix|热修|应急|emergency"),
    ("重大", r"重大|大版本|重要|major"),
    ("常规", r"常规|日常|例行|普通|一般|标准|minor|regular|normal|standard"),
)
_WHEN = frozenset(
    said(
        "发布窗口 发布时间 上线时间 发布日期 上线日期 计划发布时间 计划上线时间 计划发布日期 "
        "计划上线日期 预计发布时间 预计上线时间 投产时间 投产日期 变更时间 升级时间 割接时间 实施时间 "
        "部署时间 发布时间窗口 上线窗口 变更窗口 发布起止时间 升级日期 releasedate releasetime "
        "releasewindow date window when"
    )
)
_WHENS = re.compile(
    "(?:计划|预计|预定|拟|本次)?(?:发布|上线|投产|升级|部署|变更|割接|维护|停机|停服|实施|切换|迁移)"
    "(?:的|起止|执行)?(?:窗口期?|时间窗口?|日期|时间段?|时段)"
    "|(?:planned|scheduled|target|expected)?(?:release|golive|deployment|deploy|change|maintenance|cutover|launch|rollout)"
    "(?:date|time|datetime|window|day|dateandtime|datetimewindow)|golive"
)
_START = frozenset(
    said(
        "开始时间 计划开始时间 发布开始时间 窗口开始 开始 start starttime windowstart plannedstart scheduledstart"
    )
)
_END = frozenset(
    said(
        "结束时间 计划结束时间 发布结束时间 窗口结束 结束 end endtime windowend plannedend scheduledend"
    )
)
_PAPERS = frozenset(
    said(
        "文档编号 文件编号 文档密级 密级 编制 编制人 编写 编写人 审核 审核人 批准 批准人 校对 修订 修订人 "
        "documentid docid author preparedby reviewedby approvedby"
    )
)
_DRAFT = re.compile(r"评审稿|送审稿|初稿|草稿|草案|定稿|draft", re.IGNORECASE)
_PARTS = frozenset(said("日期 时间 时段 date time"))
_ALL_KEYS = frozenset(
    (*(word for words in _KEYS.values() for word in said(words)), *_START, *_END, *_PARTS)
)
_OVERVIEW = re.compile(
    "概述|概况|概要|概览|封面|首页|^sheet ?\\d+$|^工作表 ?\\d*$|cover|(?:基本|基础|发布|上线|项目|版本|计划|系统|升级|变更|总体|主要)信息|总体(?:说明|情况|介绍)|(?:基本|项目)情况|简介|总览|发布说明|overview|summary|information|about",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(
    "发布窗口|发布时间|上线时间|上线窗口|发布日期|上线日期|时间安排|投产时间|发布计划时间|release window|release date|schedule",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"(?:计划|定于|拟于|将于|预计|安排|预定)[^。；;\n]{0,8}?(?P<when>\d{4}\s*[-/.年][^。；;\n]{0,40}?)(?:(?:正式|进行|开始|统一|执行|实施|对外|全量|整体|完成)*(?:发布|上线|部署|投产|更新|升级|割接|切换|迁移|实施)|(?:开始|启动)(?=[，,。；;]|$))"
)
_SCHEDULED = re.compile(
    r"(?:\b(?:scheduled|planned|slated|set)\s(?:for|on)|\bwill\s(?:be\s)?(?:releas|deploy|launch|ship|roll|go\slive)\w{0,5}"
    r"|\bgo(?:es|ing)?[\s-](?:live|out)|\brelease\sis)\b[^.;。\n]{0,30}?(?P<when>20\d\d-\d{1,2}-\d{1,2}[^;。\n]{0,40})",
    re.IGNORECASE,
)
_RELEASES = re.compile(
    r"发布|上线|升级|投产|割接|维护|release|deploy|rollout|go-live", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*(?:年|[-/.](?=\d))")
_LEADERS = re.compile(
    r"项目负责人|项目经理|发布负责人|发布经理|总负责人|总指挥|release (?:manager|lead|owner)|project manager|(?<![a-z])pm(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document says of the plan itself; "" and None where it says nothing."""

    title: str = ""
    project: str = ""
    version: str = ""
    kind: str = ""
    start: datetime | None = None
    end: datetime | None = None
    observe: Any = None
    owner: str = ""


def read_facts(title: str, placed: Sequence[Placed], zone: ZoneInfo) -> Facts:
    """The plan's fields as far as the document states them."""
    stated = tuple(statements(placed, _is_key))
    window = _window(placed, stated, bool(_RELEASES.search(title)))
    start = window.start(zone)
    observed = length_of(_value(stated, "observe"))
    prose = [
        (here.place, clean(here.block.text)) for here in placed if isinstance(here.block, Paragraph)
    ]
    return Facts(
        title=clean(unlink(title)),
        project=_value(stated, "project"),
        version=_value(stated, "version") or version_in(title, prose),
        kind=_kind(_value(stated, "kind")),
        start=start,
        end=window.end(zone) if start else None,
        observe=observed.value if observed else None,
        owner=without_post(_value(stated, "owner")) or leader_in(prose),
    )


def leader(members: Iterable[Row]) -> str:
    """Who the people table says leads the project, when the facts do not."""
    return next(
        (row["name"] for row in members if row["name"] and _LEADERS.search(row["role"])), ""
    )


def _value(stated: Iterable[Statement], name: str) -> str:
    """The first value of that key in the overview of the document."""
    keys = said(_KEYS[name])
    found = [
        fact
        for fact in stated
        if fact.key in keys and _is_overview(fact.place) and not _is_of_paper(fact)
    ]
    found.sort(key=lambda fact: keys.index(fact.key))
    return clean(unlink(found[0].value)).lstrip("@＠")[:200] if found else ""


def _is_of_paper(fact: Statement) -> bool:
    """版本 V1.2 beside 编制 and 审核, or 评审稿: of the document itself, not of what it releases."""
    if fact.key not in ("版本", "版本号", "version"):
        return False
    others = any(_is_key(key) for key in fact.near - {fact.key})
    return bool(_DRAFT.search(fact.value)) or (bool(fact.near & _PAPERS) and not others)


def _is_overview(place: Place) -> bool:
    """Above the first heading, or below one that introduces the release."""
    titles = place.titles
    return not titles or any(_OVERVIEW.search(title) for title in titles)


def _kind(text: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.search(pattern, text, re.IGNORECASE)), "")


def _window(
    placed: Sequence[Placed], stated: Sequence[Statement], is_release: bool = False
) -> Window:
    """The surest statement first; days and times of day may come from different places."""
    year = _year(placed)
    found = Window()
    for text in (*_stated(stated, is_release), *_scheduled(placed), *_planned(placed)):
        found = (
            found.merged(read_window(text, year)) if not (found.first and found.opens) else found
        )
    return _bounded(found, stated, year)


def _stated(stated: Sequence[Statement], is_release: bool) -> list[str]:
    """Labelled moments; 时间 alone counts below a heading of times, or at the head of a release."""
    whens = [fact.value for fact in stated if _is_when(fact.key) and _is_about_release(fact.place)]
    parts = [
        fact.value
        for fact in stated
        if fact.key in _PARTS
        and (_SCHEDULE.search(fact.place.nearest) or (is_release and not fact.place.titles))
    ]
    return sorted(whens, key=lambda text: not re.search(r"\d[:：点时]", text)) + parts


def _is_key(key: str) -> bool:
    return key in _ALL_KEYS or _is_when(key)


def _is_when(key: str) -> bool:
    return key in _WHEN or bool(_WHENS.fullmatch(key))


def _is_about_release(place: Place) -> bool:
    return _is_overview(place) or any(_SCHEDULE.search(title) for title in place.titles)


def _scheduled(placed: Sequence[Placed]) -> list[str]:
    """What stands right below 发布时间."""
    return [
        clean(here.block.text)
        for here in placed
        if isinstance(here.block, Paragraph)
        and len(here.block.text) < 120
        and bare(here.place.nearest) in {bare_header(word) for word in _WHEN}
    ]


def _planned(placed: Sequence[Placed]) -> list[str]:
    """计划于2021年6月14日 12:00分正式发布, in the middle of prose."""
    texts = [
        spelled_out(clean(here.block.text)) for here in placed if isinstance(here.block, Paragraph)
    ]
    return [
        match["when"]
        for text in texts
        for pattern in (_PLANNED, _SCHEDULED)
        for match in pattern.finditer(text)
    ]


def _bounded(found: Window, stated: Sequence[Statement], year: int | None) -> Window:
    """开始时间 and 结束时间 as facts of their own."""
    starts = [
        read_window(fact.value, year)
        for fact in stated
        if fact.key in _START and _is_about_release(fact.place)
    ]
    ends = [
        read_window(fact.value, year)
        for fact in stated
        if fact.key in _END and _is_about_release(fact.place)
    ]
    if not (starts and starts[0].first):
        return found
    end = ends[0] if ends else Window()
    return Window(starts[0].first, end.first, starts[0].opens, end.opens)


def _year(placed: Sequence[Placed]) -> int | None:
    """The only year that the document speaks of."""
    years = {
        match[1] for here in placed if here.block for match in _YEAR.finditer(here.block.source)
    }
    return int(years.pop()) if len(years) == 1 else None
