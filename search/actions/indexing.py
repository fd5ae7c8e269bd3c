"""Putting texts into the index, in the transaction in which they are written."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from django.db import transaction

from search import tables
from search.cells import Cell
from search.grams import CELL, LEAD, ROW, fold, pieces
from search.models import Text

Parts = Mapping[str, Sequence[Cell]]


@transaction.atomic(savepoint=False)
def put(subject: int, parts: Parts) -> None:
    """What these parts of the subject say from now on; a part without texts is forgotten.

    The caller keeps two writers of one subject apart.
    """
    known = {text.part: text for text in Text.objects.filter(subject=subject, part__in=parts)}
    texts = [_text(subject, part, cells) for part, cells in parts.items()]
    changed = [
        text for text in texts if text.cells != (old.cells if (old := known.get(text.part)) else [])
    ]
    added: set[str] = set()
    for text in changed:
        added |= _new_pieces(text, known.get(text.part))
        _store(text, known.get(text.part))
    if added:
        tables.add([(subject, added)])


@transaction.atomic
def fill(several: Iterable[tuple[int, Parts]]) -> None:
    """`put` for many subjects that were never put whole; parts that are known stay."""
    texts = [
        _text(subject, part, cells)
        for subject, parts in several
        for part, cells in parts.items()
        if cells
    ]
    Text.objects.bulk_create(texts, batch_size=500, ignore_conflicts=True)
    by_subject = groupby(texts, key=lambda text: text.subject)
    tables.add(
        [(one, set().union(*(_new_pieces(text, None) for text in group)))
         for one, group in by_subject]
    )  # fmt: skip


def drop(subject: int) -> None:
    """Nothing of the subject is found any more."""
    Text.objects.filter(subject=subject).delete()


@transaction.atomic
def clear() -> None:
    """Forget everything; what is put afterwards is found."""
    Text.objects.all().delete()
    tables.clear()


def _text(subject: int, part: str, cells: Sequence[Cell]) -> Text:
    rows = groupby(cells, key=lambda cell: cell.row)
    return Text(
        subject=subject,
        part=part,
        cells=[[cell.row, cell.field, cell.text] for cell in cells],
        folded=ROW.join(CELL.join(fold(cell.text) for cell in row) for _row, row in rows),
        head=CELL.join(fold(cell.text) for cell in cells if cell.leads),
    )


def _store(text: Text, old: Text | None) -> None:
    if not text.cells:
        Text.objects.filter(subject=text.subject, part=text.part).delete()
        return
    text.pk = old.pk if old else None
    text.save(force_insert=old is None, force_update=old is not None)


def _new_pieces(text: Text, old: Text | None) -> set[str]:
    """The pieces of what was not said before."""
    said = _folded_cells(old) if old else set()
    leads = pieces(text.head.split(CELL)) if not old or old.head != text.head else set()
    return pieces(_folded_cells(text) - said) | {LEAD + piece for piece in leads}


def _folded_cells(text: Text) -> set[str]:
    return set(text.folded.replace(ROW, CELL).split(CELL))
