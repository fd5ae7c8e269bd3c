"""Tables drawn with signs: +---+---+ grids, and columns below lines of ===== =====."""

import re
import unicodedata
from dataclasses import dataclass

_EDGE = re.compile(r"^\s*\+(?:[-=]{1,400}\+){1,60}\s*$")
_RULED = re.compile(r"^\s*={2,}(?:\s+={2,}){1,40}\s*$")
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """The cells of the rows, and the line after the last one."""

    cells: list[list[str]]
    end: int


def grid_rows(lines: list[str], at: int) -> Drawn | None:
    """The table that begins with `+---+---+` on this line."""
    if not _EDGE.match(lines[at]):
        return None
    end = at
    while end < len(lines) and end - at < _MOST and lines[end].strip().startswith(("+", "|")):
        end += 1
    rows: list[list[str]] = []
    row: list[list[str]] = []
    for line in lines[at:end]:
        if _EDGE.match(line):
            rows += [["\n".join(filter(None, cell)).strip() for cell in row]] if row else []
            row = []
        else:
            parts = [cell.strip() for cell in line.strip().strip("|").split("|")]
            row = row or [[] for _cell in parts]
            for index, part in enumerate(parts):
                row[min(index, len(row) - 1)].append(part)
    return Drawn(rows, end) if len(rows) > 1 else None


def ruled_rows(lines: list[str], at: int) -> Drawn | None:
    """The table whose columns are as wide as the runs of `=====` on this line."""
    if not _RULED.match(lines[at]):
        return None
    starts = [match.start() for match in re.finditer(r"=+", lines[at])]
    rules = [n for n in range(at + 1, min(at + _MOST, len(lines))) if _RULED.match(lines[n])][:2]
    if not rules:
        return None
    body = [line for line in lines[at + 1 : rules[-1]] if line.strip() and not _RULED.match(line)]
    return Drawn([_columns(line, starts) for line in body], rules[-1] + 1) if body else None


def _columns(line: str, starts: list[int]) -> list[str]:
    """The texts below the rules; hanzi are two columns wide, and people forget it."""
    apart = re.split(r"\s{2,}", line.strip())
    if len(apart) == len(starts):
        return apart
    wide = "".join(sign + ("\0" if _is_wide(sign) else "") for sign in line)
    ends = [*starts[1:], len(wide)]
    return [
        wide[first:last].replace("\0", "").strip() for first, last in zip(starts, ends, strict=True)
    ]


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in ("W", "F")
