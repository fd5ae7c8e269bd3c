"""Noting where names occur, and adding to the list the names that are new.

Called inside the transaction that writes the text; who calls has authorised that.
No event is recorded: the event of the text says who wrote it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from applications.models import Application, Mention, Name
from applications.names import fold, is_name, tidy
from applications.resolving import CHUNK


def mention(
    subject: int, part: str, names: Collection[str], *, adds: bool, teams: Mapping[str, str]
) -> None:
    """The names that `part` of `subject` has now; those that it no longer has are forgotten.

    With `adds` unknown names join the list. `teams` {name: team} is believed where
    nobody said otherwise.
    """
    said = {fold(name): tidy(name) for name in names if is_name(name)}
    if adds and said:
        _add_unknown(said)
        _believe({fold(name): team for name, team in teams.items() if team})
    mine = Mention.objects.filter(subject=subject, part=part)
    before = set(mine.values_list("fold", flat=True))
    if gone := before - set(said):
        mine.filter(fold__in=list(gone)[:CHUNK]).delete()
    Mention.objects.bulk_create(
        [Mention(subject=subject, part=part, fold=one) for one in said if one not in before],
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


def _in_chunks(rows: Any, folds: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in range(0, len(folds), CHUNK):
        found.update(rows.filter(fold__in=folds[at : at + CHUNK]))
    return found


def _believe(teams: Mapping[str, str]) -> None:
    """Write the team where it is empty and nobody has edited the application."""
    if not teams:
        return
    blank = Application.objects.filter(fold__in=list(teams)[:CHUNK], team="", changed_at=None)
    told = list(blank)
    for one in told:
        one.team = teams[one.fold][:100]
    Application.objects.bulk_update(told, ["team"])
