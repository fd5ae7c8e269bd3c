"""Applications in batches: 第一批：a、b；第二批：c, or a list of application names."""

import re
from collections.abc import Iterable, Iterator

from plans.reading.blocks import Content
from plans.reading.cells import Cells
from plans.reading.context import Reading, Scene
from plans.reading.entries import Entry, entries, labelled
from plans.reading.numerals import read_numeral
from plans.reading.registry import recogniser, shape
from plans.reading.rows import RowBuilder
from plans.reading.text import clean, is_blank, unlink

_APP = re.compile(r"^[A-Za-z][\w.-]{1,60}$")
_NEEDS = re.compile(
    r"[（(]?\s*(?:依赖|前置|depends on|requires|after)\s*[:：]?\s*(?P<names>[^（）()]{1,200}?)\s*[)）]?",
    re.IGNORECASE,
)
_BATCH = re.compile(
    r"^(?:第\s*(?P<n>[\d一二三四五六七八九十]+)\s*[批组步轮]次?|batch\s*(?P<m>\d+)|批次\s*(?P<k>\d+))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^(?P<app>[A-Za-z][\w.-]{1,60})\s+(?P<rest>[vV]?\d+\.\d.*)$", re.DOTALL)
_VERSIONS = re.compile(
    r"^(?:(?P<old>[vV]?\d+(?:\.\d+)+[\w.-]*)\s*(?:[-=]+>|[→➜⇒]|至|到|升级到|to)\s*)?(?P<new>[vV]?\d+(?:\.\d+)+[\w.-]*)(?P<rest>(?:[\s（(,，;；].*)?)$",
    re.DOTALL,
)
_FORMER = re.compile(
    r"(?P<new>[vV]?\d[\w.-]{0,40})\s?[（(](?:原|旧|现|from|was)(?:版本)?\s?[:：]?\s?(?P<old>[vV]?\d[\w.-]{0,40})[)）]",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(?<=[\w])\s?(?:(?:发布|部署|上线|启动|完成)?(?:之后|以后|后))(?=[、,，;；/\s]|$)"
)
_APART = re.compile(r"\s*(?:[，,、;；\n]|\s/\s|\s和\s|(?<=\w)和(?=\w))\s*")


@recogniser("apps", order=90)
def read_batches(block: Content, scene: Scene) -> Reading | None:
    """Lines that name a batch and its applications, or one application each."""
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    if not found or not scene.is_named(depth=1):
        return None
    rows = [list(_rows(entry, scene)) for entry in found]
    if not all(rows):
        return None
    return Reading.of("apps", [row for made in rows for row in made])


@shape("apps")
def shape_app(cells: Cells, scene: Scene) -> Iterable[Cells]:
    """A cell with several application names is as many rows; 1.2 → 1.3 and 1.3（原 1.2） are two versions."""
    cells = _needed(_both_versions(cells))
    source = unlink(clean(cells.text("app")))
    names = [name for name in _APART.split(source) if name.strip()]
    if len(names) > 1 and all(_APP.match(name) for name in names):
        return [cells.but(app=name) for name in names]
    return [cells]


def _needed(cells: Cells) -> Cells:
    """park-billing 之后 needs park-billing."""
    text = cells.text("depends_on")
    return cells.but(depends_on=_LATER.sub("", text)) if _LATER.search(text) else cells


def _both_versions(cells: Cells) -> Cells:
    """The old version out of the cell of the new one, where nothing else says it."""
    text = clean(cells.text("version"))
    arrow = _VERSIONS.fullmatch(text)
    match = _FORMER.fullmatch(text) or (arrow if arrow and not arrow["rest"].strip() else None)
    if not match or not match["old"] or cells.text("old_version").strip():
        return cells
    told = cells.but(version=match["new"], old_version=match["old"])
    return Cells(told.texts, told.extra, {**told.raw, "version": cells.text("version")})


def _rows(entry: Entry, scene: Scene) -> Iterator[RowBuilder]:
    """No row unless everything the entry says is batch and names."""
    batch = _batch(entry.text)
    pair = labelled(entry.text) or _spaced(entry.text)
    if batch is not None and entry.below:
        for child in entry.below:
            made = list(_rows(child, scene))
            if not made or _batch(child.text) is not None:
                return
            yield from (row.put("batch", batch, entry.own) for row in made)
        return
    elif batch is not None and pair:
        names = _APART.split(pair[1].rstrip("。.;；"))
    elif batch is None and pair and _APP.match(pair[0]) and not entry.below:
        row = _versioned(scene.builder().put("app", pair[0]), pair[1])
        yield row.keep("app", entry.verbatim)
        return
    else:
        names = [entry.text]
    if not all(_APP.match(name.strip()) for name in names):
        return
    for name in names:
        row = scene.builder().put("app", name.strip()).keep("app", entry.verbatim)
        yield row.put("batch", batch) if batch is not None else row


def _spaced(text: str) -> tuple[str, str] | None:
    """order-core 1.2.0（…）: a name and its version."""
    match = _NAMED.match(text)
    return (match["app"], match["rest"]) if match else None


def _versioned(row: RowBuilder, text: str) -> RowBuilder:
    """v1.2.0 → v1.3.0 are the old and the new version; what follows is the change."""
    match = _VERSIONS.match(text)
    if not match:
        return row.put("change", text)
    row.put("old_version", match["old"] or "").put("version", match["new"])
    rest = match["rest"].strip(" ，,;；")
    needs = _NEEDS.fullmatch(rest)
    names = _APART.split(needs["names"].strip()) if needs else []
    if names and all(_APP.match(name) for name in names):
        return row.put("depends_on", names, rest)
    return row.put("change", rest)


def _batch(text: str) -> int | None:
    match = _BATCH.match(text)
    if not match:
        return None
    return read_numeral(match["n"] or match["m"] or match["k"])
