"""Which application a name means, through aliases and merges."""

from collections.abc import Iterable

from applications.models import Mention, Name
from ground.texts import fold

MOST_OFFERED = 500
RECENT = 6
"""So many mentions are looked through for each name that is offered."""
CHUNK = 500
"""So many values fit into one statement of every database."""


def canonical(names: Iterable[str]) -> dict[str, str]:
    """{name as given: the application's own name}; unknown names stand for themselves."""
    given = {name: fold(name) for name in names}
    known = _meant(given.values())
    return {name: known.get(folded, name) for name, folded in given.items()}


def names_of(name: str) -> list[str]:
    """Every name of the application that `name` means, itself included."""
    mine = fold(name)
    same = Name.objects.filter(application__names__fold=mine).values_list("text", flat=True)
    return [name, *(text for text in same if fold(text) != mine)]


def every_name(names: Iterable[str]) -> set[str]:
    """The names of all these applications, their other names too, folded."""
    wanted = {fold(name) for name in names}
    found, asked = set(wanted), sorted(wanted)
    for at in range(0, len(asked), CHUNK):
        same = Name.objects.filter(application__names__fold__in=asked[at : at + CHUNK])
        found.update(same.values_list("fold", flat=True))
    return found


def offered(most: int = MOST_OFFERED, *, but: str = "") -> list[str]:
    """Names to choose from: those in use, the most recently mentioned first.

    `but` is a part whose mentions do not count.
    """
    said = Mention.objects.exclude(part=but) if but else Mention.objects.all()
    newest = said.order_by("-pk").values_list("fold", flat=True)[: RECENT * most]
    folds = list(dict.fromkeys(newest))
    own = dict(_own_names(folds))
    names = dict.fromkeys(own[one] for one in folds if one in own)
    return list(names)[:most]


def _own_names(folds: list[str]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for at in range(0, len(folds), CHUNK):
        live = Name.objects.filter(fold__in=folds[at : at + CHUNK], application__retired=False)
        rows += live.values_list("fold", "application__name")
    return rows


def _meant(folds: Iterable[str]) -> dict[str, str]:
    wanted = list(set(folds))
    found: dict[str, str] = {}
    for at in range(0, len(wanted), CHUNK):
        rows = Name.objects.filter(fold__in=wanted[at : at + CHUNK])
        found.update(rows.values_list("fold", "application__name"))
    return found
