"""Gray stages in prose: 固定用户 ==> 1% ==> 10% …, or a list with shares, machines and times.

Stages belong to a ramp, so a block of stages gives the ramp too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from plans.reading.blocks import Content, Item, Listing, Paragraph
from plans.reading.bullets import unmarked
from plans.reading.cells import Cells
from plans.reading.context import Found, Reading, Scene
from plans.reading.durations import Length, lengths
from plans.reading.numerals import read_numeral
from plans.reading.registry import companion, finish, recogniser, shape
from plans.reading.rows import Row
from plans.reading.text import clean, is_blank, plain_title

_ARROW = re.compile(r"\s*(?:={1,6}[>＞]|[-–—]{1,6}[>＞]|[→⇒➜➔➡⟶»]\ufe0f?|>>+|＞＞|~>)\s*")
_SHARE = re.compile(
    r"(?<![\d.])(?P<n>\d{1,3}(?:\.\d{1,4})?)\s*[%％](?!\s*(?:的)?(?:机器|服务器|实例|节点|机房))"
)
_FULL = re.compile(r"全量|全网|全部(?:流量|用户|机器|实例|节点)|所有(?:流量|用户)")
_MACHINES = re.compile(
    r"(?P<n>\d{1,5}|[单一两二三四五六七八九十])\s*(?:台|个?(?:实例|节点|机器|pods?\b|instances?\b|nodes?\b))",
    re.IGNORECASE,
)
_STOCK = re.compile(r"(?:已有|共有?|总|现有|全部|一共|合计|目前)[^,，。;；]{0,8}$")
_AUDIENCE = re.compile(
    r"(?:固定|指定|种子|内测|内部|白名单|灰度|测试|体验|公司|集团|全体)(?:用户|员工|商家|店铺|门店|账号|城市|地区|区域|客户|人员|名单)"
    r"|白名单|员工|内部环境|internal(?: (?:users?|staff|employees))?|staff|canary users?|beta users?|whitelist|allowlist|VIP\s*用户",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\d{1,3}(?:\.\d{1,2})?\s*[%％]\s*的?(?:机器|服务器|实例|节点)|(?:所有|全部)的?(?:机器|服务器|实例|节点)"
    r"|单个?机房|(?<![A-Za-z])(?:机房|区域|可用区)\s*[:：]\s*[^\s，,。;；]{1,30}",
)
"""Which machines a stage opens, where it does not say who."""
_HOLD_CUE = re.compile(
    r"(?:观察|灰度|持续|停留|保持|等待|稳定|运行|验证|时间|时长|hold|wait|soak|bake)[^,，。;；]{0,8}$",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"auto(?:matic)?|自动|无|无需|不需要|否|no|none|n/?a|[-–—/]", re.IGNORECASE)
_PREFIX = re.compile(r"^[^:：]{0,200}[^\d:：\s]\s?[:：]\s*(?=\S)")
_EACH = re.compile(
    r"[,，;；。]?\s*(?:每[一个]{0,2}(?:级|阶段|步|档|批|轮|个比例)|各(?:级|阶段|步|档)|\beach (?:stage|step|phase))[^,，。;；\n]{0,30}",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[【\[（(][^】\])）]*[】\])）]\s*$")


@dataclass(frozen=True, slots=True)
class Stage:
    audience: str
    percent: float | None
    machines: int | None
    hold: timedelta | None
    note: str
    raw: dict[str, str]


@recogniser("stages", anywhere=True, order=40)
def read_chain(block: Content, scene: Scene) -> Reading | None:
    """A sentence whose parts are joined by arrows, most of them with a share of the traffic."""
    if not isinstance(block, Paragraph | Listing):
        return None
    lines = block.lines if isinstance(block, Paragraph) else [item.text for item in block.items]
    chains = [line for line in lines if _is_chain(line)]
    if len(chains) != 1:
        return None
    line = clean(unmarked(chains[0]))
    short, each = take_each(_PREFIX.sub("", line, count=1) if _is_led(line) else line)
    stages = [held_each(_chained(part), each) for part in _ARROW.split(short)]
    left = "\n".join(other for other in lines if other != chains[0] and not is_blank(other))
    return staged_reading(stages, line, scene, left)


@recogniser("stages", order=50)
def read_list(block: Content, scene: Scene) -> Reading | None:
    """A list below a gray heading, most of whose items say a share, a machine count or an audience."""
    if not isinstance(block, Listing | Paragraph) or not scene.is_named(strength=1, depth=2):
        return None
    items = list(_items(block))
    shares = sum(
        _SHARE.search(text) is not None or _FULL.search(text) is not None for text in items
    )
    stages = [read_stage(text) for text in items]
    staged = sum(
        stage.percent is not None or stage.machines is not None or bool(stage.audience)
        for stage in stages
    )
    if shares < 2 or staged * 4 < len(stages) * 3:
        return None
    return staged_reading(stages, "", scene, "")


@shape("stages")
def shape_stage(cells: Cells, scene: Scene) -> Iterable[Cells]:
    """内部员工 in the column of shares is whom the stage lets in; 自动 asks for nobody's signature."""
    if _NOBODY.fullmatch(clean(cells.text("approval"))):
        cells = cells.but(approval="")
    text = clean(cells.text("percent"))
    is_share = is_blank(text) or re.search(r"\d", text) or _FULL.search(text)
    if is_share or cells.text("audience").strip():
        return [cells]
    return [cells.but(percent="", audience=text)]


def take_each(text: str) -> tuple[str, Length | None]:
    """The text without 每级观察 2 小时, and that length."""
    match = _EACH.search(text)
    found = next(lengths(match[0]), None) if match else None
    if not match or not found:
        return text, None
    return (text[: match.start()] + text[match.end() :]).rstrip(" ，,。;；"), found


def held_each(stage: Stage, each: Length | None) -> Stage:
    """The stage, held as long as each of them where it says nothing of its own."""
    if not each or stage.hold:
        return stage
    return replace(stage, hold=each.value, raw={**stage.raw, "hold": each.text})


def _is_chain(line: str) -> bool:
    parts = _ARROW.split(line)
    shares = sum(
        _SHARE.search(part) is not None or _FULL.search(part) is not None for part in parts
    )
    return len(parts) >= 3 and shares * 2 > len(parts)


def _is_led(line: str) -> bool:
    """Whether the first part begins with what the chain is about, up to a colon."""
    return bool(_PREFIX.match(_ARROW.split(line)[0]))


def _items(block: Listing | Paragraph) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from (clean(unmarked(line)) for line in block.lines if block.listed)
    else:
        yield from (_flat(item) for item in block.items)


def _flat(item: Item) -> str:
    return "\n".join([clean(item.text), *(_flat(child) for child in item.children)])


def _chained(part: str) -> Stage:
    """A part of a chain: what is not a share names the audience."""
    plain = _REMARK.sub("", part).strip()
    stage = read_stage(part)
    if stage.percent is None and not stage.audience:
        stage = Stage(plain, None, stage.machines, stage.hold, "", stage.raw)
    raw = {**stage.raw, **({_said_in(stage): part} if part.strip() != stage.audience else {})}
    return Stage(stage.audience, stage.percent, stage.machines, stage.hold, "", raw)


def _said_in(stage: Stage) -> str:
    """The field that a part of a chain mostly became."""
    return "audience" if stage.percent is None else "percent"


def read_stage(text: str) -> Stage:
    """What an item says of its stage; the sentence itself is its note."""
    raw: dict[str, str] = {}
    percent = _share(text, raw)
    machines = _machines(text, raw)
    hold = _hold(text)
    if hold:
        raw["hold"] = hold.text
    audience = _AUDIENCE.search(text) or _AMONG.search(text)
    return Stage(
        audience[0] if audience else "", percent, machines, hold.value if hold else None, text, raw
    )


def _share(text: str, raw: dict[str, str]) -> float | None:
    shares = [match for match in _SHARE.finditer(text) if float(match["n"]) <= 100]
    if shares:
        raw["percent"] = shares[0][0]
        return float(shares[-1]["n"] if _grows(text, shares) else shares[0]["n"])
    if full := _FULL.search(text):
        raw["percent"] = full[0]
        return 100.0
    return None


def _grows(text: str, shares: Sequence[re.Match[str]]) -> bool:
    """从 1% 放大到 10%: the last one counts."""
    between = text[shares[0].end() : shares[-1].start()]
    return len(shares) == 2 and bool(re.search(r"到|至|to\b", between)) and len(between) < 12


def _machines(text: str, raw: dict[str, str]) -> int | None:
    for match in _MACHINES.finditer(text):
        if not _STOCK.search(text[: match.start()]):
            raw["machines"] = match[0]
            return 1 if match["n"] == "单" else read_numeral(match["n"])
    return None


def _hold(text: str) -> Length | None:
    """The length that observation words lead to, else the only one."""
    found = list(lengths(text))
    led = [length for length in found if _HOLD_CUE.search(text[: length.start])]
    return next(iter(led or found), None)


def staged_reading(stages: Iterable[Stage], note: str, scene: Scene, left: str) -> Reading:
    """The stages, after their ramp when the sentence says more of it than its stages."""
    rows = []
    for position, stage in enumerate(stages, 1):
        row = scene.builder().put("position", position)
        for field in ("audience", "percent", "machines", "hold", "note"):
            row.put(field, getattr(stage, field))
        row.raw.update(stage.raw)
        rows.append(row.build())
    ramps = [Found("ramps", [_ramp(scene, note)])] if note else []
    return Reading((*ramps, Found("stages", rows)), left)


def _ramp(scene: Scene, note: str = "") -> Row:
    return scene.context.builder("ramps").put("name", _ramp_name(scene)).put("note", note).build()


@companion("stages")
def find_ramp(stages: list[Row], scene: Scene, known: Mapping[str, list[Row]]) -> Found | None:
    """Stages that name no ramp belong to the one of their heading, which is made when it is missing."""
    name, made = _ramp_name(scene), None
    ramps = known.get("ramps", [])
    if all(stage["ramp"] for stage in stages):
        return None
    if not any(ramp["name"] == name for ramp in ramps):
        if len(ramps) == 1 and not known.get("stages"):
            name = ramps[0]["name"]
        else:
            made = Found("ramps", [_ramp(scene)])
    for stage in stages:
        stage["ramp"] = stage["ramp"] or name
    return made


def _ramp_name(scene: Scene) -> str:
    """What the document calls it, else the section's own name."""
    for title in scene.place.titles:
        if re.search("灰度|切流|放量|ramp|canary|rollout", title, re.IGNORECASE):
            return plain_title(title)
    return str(scene.context.section("ramps").label)


@finish
def take_switch(rows: dict[str, list[Row]]) -> None:
    """The only ramp takes the only switch for its own, unless it speaks of another one."""
    ramps, switches = rows.get("ramps", []), rows.get("switches", [])
    if len(ramps) == 1 and len(switches) == 1 and not ramps[0]["key"]:
        place = {name: switches[0][name] for name in ("application", "namespace", "key")}
        if all(ramps[0][name] in ("", said) for name, said in place.items()):
            ramps[0].update(place)
