"""Noting where names occur, and adding to the list the names that are new.

Called inside the transaction that writes the text; who calls has authorised that.
No event is recorded: the event of the text says who wrote it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q

from applications.models import Application, Mention, Name
from applications.names import is_name
from applications.resolving import CHUNK
from ground.texts import fold, tidy


def mention(
    subject: int,
    parts: Mapping[str, Collection[str]],
    *,
    adds: Collection[str],
    teams: Mapping[str, str],
) -> None:
    """The names that each part of `subject` has now; those that it no longer has are forgotten.

    Unknown names of the parts `adds` join the list. `teams` {name: team} is believed where
    nobody said otherwise. Names are written in one order, so that two writers of the
    same names wait for each other instead of locking each other out.
    """
    texts = sorted({name for names in parts.values() for name in names if is_name(name)})
    said = {fold(text): tidy(text) for text in reversed(texts)}
    new = {fold(name) for part in adds for name in parts.get(part, ())} & said.keys()
    if new:
        _add_unknown({one: said[one] for one in sorted(new)})
        _believe({fold(name): team for name, team in teams.items() if team})
    _note(subject, {part: {fold(name) for name in names} & said.keys()
                    for part, names in parts.items()})  # fmt: skip


def _note(subject: int, parts: Mapping[str, Collection[str]]) -> None:
    mine = Mention.objects.filter(subject=subject, part__in=parts)
    before = {(row.part, row.fold): row.pk for row in mine}
    now = {(part, one) for part, folds in parts.items() for one in folds}
    gone = [pk for place, pk in before.items() if place not in now]
    for at in range(0, len(gone), CHUNK):
        Mention.objects.filter(pk__in=gone[at : at + CHUNK]).delete()
    Mention.objects.bulk_create(
        [
            Mention(subject=subject, part=part, fold=one)
            for part, one in sorted(now - before.keys())
        ],
        ignore_conflicts=True,
    )


def _add_unknown(said: Mapping[str, str]) -> None:
    known = _in_chunks(Name.objects.values_list("fold", "application_id"), list(said))
    unknown = {one: text for one, text in said.items() if one not in known}
    if not unknown:
        return
    Application.objects.bulk_create(
        [Application(name=text, fold=one) for one, text in unknown.items()], ignore_conflicts=True
    )
    made = _in_chunks(Application.objects.values_list("fold", "pk"), list(unknown))
    Name.objects.bulk_create(
        [
            Name(application_id=pk, home_id=pk, fold=one, text=unknown[one])
            for one, pk in made.items()
        ],
        ignore_conflicts=True,
    )
    _drop_nameless(list(made.values()))


def _drop_nameless(made: list[int]) -> None:
    """Take back applications whose name another one has taken meanwhile, as its alias."""
    named = Name.objects.filter(Q(application=OuterRef("pk")) | Q(home=OuterRef("pk")))
    orphans = Application.objects.filter(~Exists(named), changed_at=None)
    for at in range(0, len(made), CHUNK):
        orphans.filter(pk__in=made[at : at + CHUNK]).delete()


def _in_chunks(rows: Any, folds: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in range(0, len(folds), CHUNK):
        found.update(rows.filter(fold__in=folds[at : at + CHUNK]))
    return found


def _believe(teams: Mapping[str, str]) -> None:
    """Write the team where it is empty and nobody has edited the application, or is about to."""
    if not teams:
        return
    blank = Application.objects.filter(fold__in=list(teams)[:CHUNK], team="", changed_at=None)
    told = list(blank.select_for_update(skip_locked=True))
    for one in told:
        one.team = teams[one.fold][:100]
    Application.objects.bulk_update(told, ["team"])
