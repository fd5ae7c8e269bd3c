"""People in prose: 后端：李翠琪、陈晓雯 · 张三（运维） · 测试环境由测试人员负责（…） · 开发负责人: [联系方式]."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from plans.reading.blocks import Content, Item, Listing, Paragraph
from plans.reading.bullets import unmarked
from plans.reading.cells import Cells
from plans.reading.context import Reading, Scene
from plans.reading.entries import unbulleted
from plans.reading.names import is_name, split_names, take_contact
from plans.reading.registry import recogniser, shape
from plans.reading.rows import RowBuilder
from plans.reading.text import clean, is_blank, unlink

_ANSWERS = re.compile(
    r"^(?P<duty>[^，。;；:：]+?)(?:均|都|全部|主要)*由(?P<role>[^（(，。]{1,24}?)(?:统一|内部|全权|共同|主要)*负责"
    r"\s*[（(](?P<names>[^）)]+)[）)]"
)
_LABELLED = re.compile(
    r"^(?P<role>[^:：（(\n]{1,24}(?:[（(][^）)\n]{1,16}[）)])?)\s*[:：]\s*(?P<rest>.*)$", re.DOTALL
)
_BRACKETED = re.compile(r"^(?P<name>[^（(:：\n]{1,24}?)\s*[（(](?P<role>[^）)\n]{1,24})[）)]\s*$")
_DASHED = re.compile(r"^(?P<role>[^-–—:：\n]{1,20}?)\s+[-–—]+\s+(?P<rest>.+)$")
_COLUMNS = re.compile(r"\s[-–—|/]\s|[,，、|]")
_ROLE = re.compile(
    "负责人|人员|开发|测试|产品|运维|前端|后端|服务端|客户端|经理|总监|架构|设计|业务|安全|数据|运营|客服|值班|支持|工程师"
    "|领导|主管|执行|验证|决策|指挥|协调|联系人|算法|中台|审批|组长|项目|发布|小组|团队|专家|dba|pm|qa|sre|ui|h5|ios|android"
    "|leader|owner|dev|test|ops|lead|manager|engineer|on-?call",
    re.IGNORECASE,
)
_NO_ROLE = re.compile(
    "文档|版本|更新|日期|时间|备注|说明|作者|创建|修改|状态|编号|链接|地址|标题|项目名|类型"
)
_SPACED = re.compile(
    r"^(?P<role>[^\s:：,，、]{2,10})\s(?P<names>[@＠]?[\u4e00-\u9fff·]{2,4}(?:\s?[、,，/]\s?[@＠]?[\u4e00-\u9fff·]{2,4})*)$"
)
_DUTIES = re.compile(r"^(?P<role>[^，,。；;\n]{2,10})[，,；;]\s*(?P<duty>\S.*)$", re.DOTALL)
_LEADS = re.compile(r"负责人|组长|主管|leader|\blead\b|\btl\b", re.IGNORECASE)
_LEAD_MARK = re.compile(r"[（(]\s*(?:负责人|组长|主|lead|leader|owner)\s*[）)]|\*+$", re.IGNORECASE)
_REMARK = re.compile(r"[（(](?P<remark>[^）)]*)[）)]")


@dataclass(frozen=True, slots=True)
class _Person:
    role: str
    name: str = ""
    duty: str = ""
    contact: str = ""
    is_lead: bool = False


@recogniser("members")
def read_members(block: Content, scene: Scene) -> Reading | None:
    """Most lines must name a role and a person or a contact."""
    named = scene.is_named(strength=2, depth=9) or scene.is_named(strength=1, depth=0)
    if not named or not isinstance(block, Listing | Paragraph):
        return None
    builders: list[RowBuilder] = []
    left: list[str] = []
    for line in _lines(block):
        if people := list(_people(line.text, line.role)):
            builders += [_row(person, line.source, scene) for person in people]
        elif not is_blank(line.text):
            left.append(line.source)
    read = len({builder.raw.get("role", id(builder)) for builder in builders})
    return Reading.of("members", builders, "\n".join(left)) if read >= len(left) * 2 else None


@shape("members")
def shape_member(cells: Cells, scene: Scene) -> Iterable[Cells]:
    """One row for each name of a cell; a person named as lead is marked, and added when missing."""
    cells = _roled(cells)
    parts = split_names(unlink(clean(cells.text("name"))))
    if _lead_names(cells) is not None:
        yield from _led(cells, parts)
        return
    for part in parts if len(parts) > 1 else [clean(cells.text("name"))]:
        name = _REMARK.sub("", part).strip()
        row = cells.but(name=name) if is_name(name) else cells.but(name=part)
        marked = not cells.text("is_lead").strip() and _leads(cells.text("role"), part)
        yield row.knowing(is_lead=True) if marked else row


def _roled(cells: Cells) -> Cells:
    """Where no column says the role, 职责 may begin with it: 运维，集群与流量切换."""
    said = clean(cells.text("duty"))
    if "role" in cells.texts or not said:
        return cells
    match = _DUTIES.match(said)
    role, duty = (match["role"], match["duty"]) if match else (said, "")
    if len(role) > 10 or not _ROLE.search(role):
        return cells
    told = cells.but(role=role, duty=duty)
    return Cells(told.texts, told.extra, {**told.raw, "duty": cells.text("duty")})


def _led(cells: Cells, names: list[str]) -> Iterator[Cells]:
    """The rows of a cell of names beside a cell that names who leads them."""
    leads = _lead_names(cells) or []
    for name in [*names, *(lead for lead in leads if lead not in names)]:
        row = cells.but(name=name).knowing(is_lead=name in leads)
        yield replace(row, raw={**row.raw, "is_lead": cells.text("is_lead")})


def _lead_names(cells: Cells) -> list[str] | None:
    """Whom the lead column names; None when it only says yes or no."""
    names = split_names(unlink(clean(cells.text("is_lead"))))
    return names if names and all(is_name(name) for name in names) else None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    source: str
    role: str = ""


def _lines(block: Listing | Paragraph) -> Iterator[_Line]:
    if isinstance(block, Paragraph):
        for line in block.lines:
            yield _Line(_plain(unmarked(line)), line.strip())
    else:
        for item in block.items:
            yield from _item_lines(item, "")


def _item_lines(item: Item, role: str) -> Iterator[_Line]:
    """A group's people stand below it: 后端 / - 李四."""
    if not item.children:
        yield _Line(_plain(item.text), unbulleted(item.source), role)
        return
    own = _plain(item.text).rstrip(":：")
    if not is_blank(own) and list(_people(own, "")):
        yield _Line(own, unbulleted(item.source), role)
    for child in item.children:
        yield from _item_lines(replace(child, source=f"{item.text}\n{child.source}"), own)


def _plain(text: str) -> str:
    """The words of a line; columns that are parted by spaces or tabs become role: name contact."""
    plain = unlink(clean(text))
    parts = re.split(r"\s{2,}|\t", plain)
    if len(parts) in (2, 3) and is_name(parts[1]) and not re.search(r"[:：,，、]", parts[0]):
        return f"{parts[0]}：{' '.join(parts[1:])}"
    return _SPACED.sub(r"\g<role>：\g<names>", plain) if _is_spaced(plain) else plain


def _is_spaced(text: str) -> bool:
    """后端 白露、惊蛰: a role and Chinese names with nothing but a space between."""
    match = _SPACED.match(text)
    return bool(match and _ROLE.search(match["role"]) and not is_name(match["role"]))


def _people(text: str, role: str) -> Iterator[_Person]:
    """Everyone a line names."""
    if person := _in_columns(text):
        yield person
    elif match := _ANSWERS.match(text):
        inner = _clauses(match["names"], match["role"].strip())
        yield from (replace(person, duty=match["duty"].strip()) for person in inner)
    elif (
        (match := _BRACKETED.match(text))
        and is_name(match["name"])
        and not is_name_list(match["role"])
    ):
        yield from _bracketed(match, role)
    else:
        yield from _clauses(text, role)


def _in_columns(text: str) -> _Person | None:
    """Jane Doe - Release Manager - 138…: a name, a role and a contact between dashes or commas."""
    parts = [part.strip() for part in _COLUMNS.split(text) if part.strip()]
    if len(parts) != 3 or not is_name(parts[0]) or not _ROLE.search(parts[1]):
        return None
    rest, contact = take_contact(parts[2])
    return _person(parts[1], parts[0].lstrip("@＠"), contact) if contact and not rest else None


def is_name_list(text: str) -> bool:
    """Whether a bracket holds nothing but names."""
    names = split_names(text)
    return len(names) > 1 and all(is_name(name) for name in names)


def _bracketed(match: re.Match[str], role: str) -> Iterator[_Person]:
    """张三（运维）, or below the name of their group 张三（负责人）."""
    rest, contact = take_contact(match["role"])
    person = _person(
        role or rest, match["name"].strip().lstrip("@＠"), contact if not rest or role else ""
    )
    yield replace(person, is_lead=person.is_lead or bool(_LEAD_MARK.search(match[0])))


def _clauses(text: str, role: str) -> Iterator[_Person]:
    """后端：甲、乙；前端：丙, or names alone when the role is known from outside."""
    for clause in re.split(r"[;；]", text):
        match = _LABELLED.match(clause.strip()) or _DASHED.match(clause.strip())
        if match:
            yield from _labelled(match["role"].strip(), match["rest"].strip())
        elif role:
            yield from _named(role, clause)


def _labelled(role: str, rest: str) -> Iterator[_Person]:
    people = list(_named(role, rest))
    if not people and not rest and _ROLE.search(role):
        people = [_person(role, "")]
    if not _NO_ROLE.search(role):
        yield from people


def _named(role: str, text: str) -> Iterator[_Person]:
    """The names of a clause; nothing unless every part is a name or a contact."""
    rest, contact = take_contact(text)
    if not rest and contact:
        yield _person(role, "", contact)
        return
    parts = split_names(rest)
    names = [_REMARK.sub("", part).strip().lstrip("@＠") for part in parts]
    if names and all(is_name(name) for name in names):
        for name, part in zip(names, parts, strict=True):
            yield replace(
                _person(role, name, contact if len(names) == 1 else ""), is_lead=_leads(role, part)
            )


def _person(role: str, name: str, contact: str = "") -> _Person:
    return _Person(role, name, contact=contact, is_lead=_leads(role, ""))


def _leads(role: str, part: str) -> bool:
    return bool(_LEADS.search(role) or _LEAD_MARK.search(part))


def _row(person: _Person, source: str, scene: Scene) -> RowBuilder:
    builder = scene.builder().put("role", person.role, source.strip("\n"))
    for name in ("name", "duty", "contact"):
        builder.put(name, getattr(person, name))
    return builder.put("is_lead", True) if person.is_lead else builder
