"""Labelled lists and two-column tables that are really rows: the labels are a section's headers."""

from collections.abc import Iterable, Sequence

from plans.reading.blocks import Content, Table
from plans.reading.cells import Cells
from plans.reading.context import Reading, Scene
from plans.reading.entries import Entry, entries, labelled
from plans.reading.fill import build
from plans.reading.text import bare_header, clean, is_blank
from plans.reading.told import identifier

Pair = tuple[str, str]


def read_records(block: Content, scene: Scene) -> Reading | None:
    """Items with labelled lines below them, or one record spread over labelled items or rows."""
    if not scene.is_named(depth=1):
        return None
    if isinstance(block, Table):
        return _one_record(_table_pairs(block), block, scene)
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    if not found:
        return None
    if any(entry.below for entry in found):
        return _titled_records(found, scene)
    return _one_record([labelled(entry.text) for entry in found], block, scene) or _inline_records(
        found, scene
    )


def _titled_records(found: Sequence[Entry], scene: Scene) -> Reading | None:
    """A title with labelled lines below it: 1. 数据库迁移失败 / - 等级: 高."""
    known = [
        entry for entry in found if _known([labelled(child.text) for child in entry.below], scene)
    ]
    if not known or len(known) * 2 < len(found):
        return None
    rows = []
    for entry in found:
        (builder,) = build([_record(_title_pairs(entry, scene), scene)], scene)[:1]
        rows.append(builder.keep(scene.section.identity[-1], entry.verbatim))
    return Reading.of(scene.section.key, rows)


def _title_pairs(entry: Entry, scene: Scene) -> list[Pair]:
    """The title is what the section calls its line; unlabelled lines below go to its remarks."""
    pairs: list[Pair] = []
    loose: list[str] = []
    for child in entry.below:
        pair = labelled(child.text)
        if pair and not child.below:
            pairs.append(pair)
        else:
            loose.append(child.whole)
    title = labelled(entry.text)
    own = (
        title
        if title and bare_header(title[0]) in _words(scene)
        else (_line_field(scene), entry.text)
    )
    note = [("note", "\n".join(loose))] if loose else []
    return [own, *pairs, *note]


def _inline_records(found: Sequence[Entry], scene: Scene) -> Reading | None:
    """应用：coin-center；版本：2.6.0 on one line each."""
    rows = []
    for entry in found:
        pairs = [labelled(part.strip()) for part in _parts(entry.text)]
        if len(pairs) < 2 or len(_known(pairs, scene)) * 2 <= len(pairs):
            return None
        told = [pair for pair in pairs if pair]
        (builder,) = build([_record(told, scene)], scene)[:1]
        rows.append(builder.keep(scene.section.identity[-1], entry.verbatim))
    return Reading.of(scene.section.key, rows)


def _one_record(pairs: Sequence[Pair | None], block: Content, scene: Scene) -> Reading | None:
    """Every line is a field of one row; the section's identity must be among them."""
    known = _known(pairs, scene)
    fields = [_words(scene)[bare_header(label)] for label, _value in known]
    repeated = len(set(fields)) < len(fields)
    if len(known) < 2 or repeated or len(known) * 5 < len(pairs) * 3:
        return None
    headed = scene.section.more.get("headed", "") in scene.section.identity and identifier(scene)
    if not set(fields) & set(scene.section.identity) and not headed:
        return None
    told = [pair for pair in pairs if pair]
    rows = build([_record(told, scene)], scene)
    rows[0].keep(scene.section.identity[-1], block.source)
    return Reading.of(
        scene.section.key,
        rows,
        **{label: field for (label, _), field in zip(known, fields, strict=True)},
    )


def _table_pairs(table: Table) -> list[Pair | None]:
    """The rows of a two-column table, its header included."""
    rows = [table.header, *table.rows]
    if any(len(row) != 2 for row in rows):
        return []
    return [(clean(row[0]), row[1]) if clean(row[0]) else None for row in rows]


def _parts(text: str) -> list[str]:
    for sign in "；;|｜":
        if sign in text:
            return [part for part in text.split(sign) if part.strip()]
    return [part for part in text.replace("，", ",").split(",") if part.strip()]


def _words(scene: Scene) -> dict[str, str]:
    return scene.context.index.fields(scene.section)


def _known(pairs: Iterable[Pair | None], scene: Scene) -> list[Pair]:
    words = _words(scene)
    return [pair for pair in pairs if pair and bare_header(pair[0]) in words]


def _record(pairs: Iterable[Pair], scene: Scene) -> Cells:
    """The texts of one row; a label that is not known, or comes again, is extra."""
    words = _words(scene)
    texts: dict[str, str] = {}
    extra: dict[str, str] = {}
    for label, value in pairs:
        name = words.get(bare_header(label), "")
        if name and name not in texts:
            texts[name] = value
        else:
            extra[label] = f"{extra[label]}\n{value}" if label in extra else value
    return Cells(texts, extra)


def _line_field(scene: Scene) -> str:
    return str(scene.section.more.get("lines") or scene.section.identity[-1])
