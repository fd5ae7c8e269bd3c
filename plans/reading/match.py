"""Which section a heading speaks of, and which columns a table's headers are.

The words come from the sections themselves (`headings`, `synonyms`, labels).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.conf import settings
from django.utils.translation import override

from plans.reading.blocks import Place
from plans.reading.text import bare, bare_header
from plans.tables.cells import Cell
from plans.tables.section import Section
from plans.tables.words import said

EXACT, DRESSED, WEAK = 3, 2, 1
ORDER_WORDS = frozenset(("序号", "no", "编号", "#", "num", "index", "顺序号", "id", "行号"))
GENERIC = frozenset(
    said(
        "name 名称 old new 旧 新 说明 备注 描述 类型 type kind note notes description remark remarks owner 负责人 责任人 "
        "状态 status 编号 id 时间 日期 time date 内容 content value 值 key 标题 title 级别 等级 level 结果 result 版本 version "
        "地址 url link 链接 优先级 priority 数量 操作 action 事项 任务 task 模块 module 功能 feature 项目 分类 类别 category "
        "group 分组 阶段 phase stage 步骤 step 用户 user 人员 姓名 电话 手机 phone email 邮箱 部门 team 单位 unit 目标 target "
        "开始时间 结束时间 start end 影响 impact 原因 措施 from to 方式 操作人 角色 role"
    )
)
"""Headers that every kind of table has: without a heading they prove nothing."""
_BEFORE = re.compile(
    r"^(?:(?:发布|上线|投产|变更|升级|割接|部署|切换|迁移)[前中后]|本次|此次|项目|系统|版本|发布|上线|投产|变更|相关|涉及|具体|详细|整体|主要|所需|需要|关键|的|release|deployment)"
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


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table's headers read as one section: {index of the column: field}."""

    section: Section
    fields: dict[int, str]
    score: float


@dataclass(frozen=True, slots=True)
class Support:
    """A section that a heading above the block names; `depth` 0 is the nearest heading."""

    section: Section
    strength: int
    depth: int
    title: str


@dataclass
class Index:
    """The words of all sections, ready for lookup."""

    sections: Sequence[Section]
    _scores: dict[str, list[tuple[Section, int]]] = field(default_factory=dict)

    def is_known(self, title: str) -> bool:
        """Whether these words alone name a section."""
        return any(strength >= DRESSED for _section, strength in self.named(title))

    def named(self, title: str) -> list[tuple[Section, int]]:
        """The sections that a title names, the surest first."""
        wanted = bare(title)
        if wanted not in self._scores:
            shorter = bare(_REMARK.sub("", title[:_LONGEST]))
            scored = [
                (section, self._strength(section, wanted, shorter)) for section in self.sections
            ]
            if all(strength < DRESSED for _section, strength in scored):
                scored = self._of_parts(title, scored)
            self._scores[wanted] = sorted(
                (pair for pair in scored if pair[1]), key=lambda pair: -pair[1]
            )
        return self._scores[wanted]

    def _of_parts(self, title: str, scored: list[tuple[Section, int]]) -> list[tuple[Section, int]]:
        """埋点 & 监控 speaks of the only section that its parts name."""
        parts = [bare(part) for part in _AND.split(title[:_LONGEST]) if part.strip()]
        if len(parts) < 2:
            return scored
        named = {
            section.key
            for section, _ in scored
            if any(p in self._words[section.key] for p in parts)
        }
        return [(section, DRESSED if {section.key} == named else n) for section, n in scored]

    def supports(self, place: Place) -> list[Support]:
        """The sections that the headings above name, nearest heading and surest first."""
        silent = {title for title in (place.caption, *place.hints) if not self.is_known(title)}
        titles = [title for title in place.titles if title not in silent]
        found = [
            Support(section, strength, depth, title)
            for depth, title in enumerate(titles)
            for section, strength in self.named(title)
        ]
        sure = [support for support in found if support.strength > WEAK]
        return sure + [
            support for support in found if support.strength == WEAK and not support.depth
        ]

    def columns(self, header: Sequence[str], place: Place) -> list[Columns]:
        """The sections whose columns these headers may be, the best first."""
        supports = self.supports(place)
        named = {
            bare_header(text): index
            for index, text in reversed(list(enumerate(header)))
            if text.strip()
        }
        readings = (self._columns(section, header, named, supports) for section in self.sections)
        return sorted((found for found in readings if found), key=lambda found: -found.score)

    def options(self, section: Section, header: str) -> list[str]:
        """The fields that this header may stand for."""
        return self._headers[section.key].get(bare_header(header), [])

    def fields(self, section: Section) -> dict[str, str]:
        """{header word: field} of one section."""
        return {word: names[0] for word, names in self._headers[section.key].items()}

    def taught(self, section: Section, columns: Mapping[str, str]) -> "Index":
        """The same where a person said which field a header is; "" keeps it out of all fields."""
        said = {bare_header(header): field for header, field in columns.items()}
        known = {
            word: [name for name in names if name not in said.values()]
            for word, names in self._headers[section.key].items()
        }
        known |= {word: [name] if name else [] for word, name in said.items()}
        other = Index(self.sections, self._scores)
        other.__dict__["_headers"] = self._headers | {
            section.key: {word: names for word, names in known.items() if names}
        }
        return other

    def assigned(self, section: Section, header: Sequence[str]) -> dict[int, str]:
        """{index of the column: field} where nobody doubts that the table is this section's."""
        named = {bare_header(text): at for at, text in reversed(list(enumerate(header))) if text}
        return _assign(self._headers[section.key], named)

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {
            section.key: frozenset(
                bare(word) for word in (section.key, str(section.label), *section.headings)
            )
            for section in self.sections
        }

    def _strength(self, section: Section, wanted: str, shorter: str) -> int:
        """`shorter` is the title without a remark in brackets at its end."""
        known = self._words[section.key]
        if wanted in known:
            return EXACT
        if shorter in known or any(short in known for short in _undress(_plainer(shorter))):
            return DRESSED
        if any(short in known for short in (*_undress(wanted), *_undress(_plainer(wanted)))):
            return DRESSED
        if any(part in known for part in _languages(wanted)):
            return DRESSED
        return WEAK if any(len(word) > 1 and word in wanted for word in known) else 0

    @cached_property
    def _headers(self) -> dict[str, dict[str, list[str]]]:
        """{section: {header word: [field, …]}}."""
        return {section.key: _header_words(section) for section in self.sections}

    def _columns(
        self,
        section: Section,
        header: Sequence[str],
        named: dict[str, int],
        supports: list[Support],
    ) -> Columns | None:
        fields = _assign(self._headers[section.key], named)
        spread = {
            named[word]
            for word in spread_words(section) & named.keys()
            if named[word] not in fields
        }
        bonus = _bonus(section, supports)
        counted = sum(word not in ORDER_WORDS for word in named) - len(spread)
        if not _is_enough(section, set(fields.values()), counted, bonus + len(spread) // 2):
            return None
        if not bonus and sum(bare_header(header[at]) not in GENERIC for at in fields) < 2:
            return None
        worth = sum(2 if name in section.identity else 1 for name in fields.values())
        return Columns(section, fields, worth + len(spread) + bonus)


def spread_words(section: Section) -> frozenset[str]:
    """Headers that are values of a field: `spread=("environment", "value", words)` of a matrix."""
    _field, _value, words = section.more.get("spread", ("", "", ()))
    return frozenset(map(bare_header, words))


def _assign(known: dict[str, list[str]], named: dict[str, int]) -> dict[int, str]:
    """A field for each header; headers that could be several fields take what the others leave."""
    fields: dict[int, str] = {}
    for word in sorted(named, key=lambda word: len(known.get(word, []))):
        free = [name for name in known.get(word, []) if name not in fields.values()]
        if free:
            fields[named[word]] = free[0]
    return fields


@lru_cache(maxsize=1024)
def _languages(title: str) -> tuple[str, ...]:
    """The words of a heading that says it in two languages: 应用 Apps, Rollback plan 回滚方案."""
    match = _BILINGUAL.fullmatch(title)
    return tuple(part for part in match.groups() if part and len(part) > 1) if match else ()


@lru_cache(maxsize=1024)
def _plainer(title: str) -> str:
    """The same with our word where others say 上线, 升级 … and 回退."""
    return _BACK.sub("回滚", _RELEASE.sub("发布", title))


@lru_cache(maxsize=1024)
def _undress(title: str) -> tuple[str, ...]:
    """The title without one, two, three … words that only dress it; every section asks for it."""
    shorter: list[str] = []
    for _round in range(4):
        shorter.append(_AFTER.sub("", title))
        title = _BEFORE.sub("", shorter[-1])
        shorter.append(title)
    return tuple(dict.fromkeys(shorter))


def _heading_words(section: Section) -> Iterable[str]:
    yield from section.headings
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield str(section.label)


def _header_words(section: Section) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for cell in section.columns:
        for word in _all_words(section, cell):
            fields = known.setdefault(bare_header(word), [])
            if cell.name not in fields:
                fields.append(str(cell.name))
    return known


def _all_words(section: Section, cell: Cell) -> Iterable[str]:
    """Synonyms, and the labels in every language that exports are written in."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield from section.words(cell)


def _bonus(section: Section, supports: list[Support]) -> float:
    mine = [support for support in supports if support.section.key == section.key]
    worth = {EXACT: 4.0, DRESSED: 3.0, WEAK: 1.0}
    return max((worth[support.strength] / (1 + support.depth) for support in mine), default=0.0)


def _is_enough(section: Section, fields: set[str], counted: int, bonus: float) -> bool:
    """Whether so few or so many known headers make it this section's table."""
    telling = {*section.more.get("enough", section.identity[-1:])}
    if not counted or not fields & (telling | set(section.identity) if bonus >= 1.5 else telling):
        return False
    share = len(fields) / counted
    if bonus >= 1.5:
        return share >= 0.3
    if bonus:
        return len(fields) >= 2 and share >= 0.5
    return (len(fields) >= 3 and share >= 0.6) or (len(fields) == counted >= 2)
