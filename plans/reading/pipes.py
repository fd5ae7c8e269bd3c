"""Rows between pipes or tabs."""

import re

from plans.reading.blocks import Table

_RULE = re.compile(r"^[\s|+:=-]*-[\s|+:=-]*$")
_FEWEST = 3
"""Columns of a table without pipes around it and without a dashed line."""
_FEWEST_ALIGNED = 4
_SPACES = re.compile(r"[ \u3000]{2,60}")
_CODE = re.compile(r"(`+)(?:(?!\1).)*?\1")


def split_row(line: str) -> list[str]:
    r"""The cells of `| a | b \| c |`; a pipe inside code ticks or escaped is text."""
    plain = line.strip()
    hidden = _CODE.sub(lambda match: match[0].replace("|", "\x00"), plain).replace("\\|", "\x00")
    inner = hidden[1:] if hidden.startswith("|") else hidden
    inner = inner[:-1] if inner.endswith("|") else inner
    return [cell.strip().replace("\x00", "|") for cell in inner.split("|")]


def is_rule(line: str) -> bool:
    """A line of dashes that separates the header from the rows."""
    return "-" in line and bool(_RULE.match(line)) and ("|" in line or "+" in line)


def loose_table(lines: list[str], source: str) -> Table | None:
    """A table without its dashed line: every line between pipes, or cells pasted with tabs."""
    whole = [line for line in lines if line.strip()]
    if len(whole) >= 2 and all(
        line.strip().startswith("|") and line.count("|") >= 2 for line in whole
    ):
        return make_table([split_row(line) for line in whole if not is_rule(line)], source)
    pipes = {len(split_row(line)) for line in whole} if len(whole) >= 2 else set()
    if len(pipes) == 1 and min(pipes) >= _FEWEST:
        return make_table([split_row(line) for line in whole], source)
    if len(whole) >= 2 and all("\t" in line.strip() for line in whole):
        return make_table(
            [[cell.strip() for cell in line.strip("\n").split("\t")] for line in whole], source
        )
    return make_table(aligned, source) if (aligned := _aligned(whole)) else None


def _aligned(lines: list[str]) -> list[list[str]]:
    """Cells kept apart by spaces, in at least three lines of at least four cells each; else nothing."""
    rows = [_SPACES.split(line.strip()) for line in lines]
    widths = {len(row) for row in rows}
    return rows if len(rows) >= 3 and len(widths) == 1 and min(widths) >= _FEWEST_ALIGNED else []


def make_table(rows: list[list[str]], source: str) -> Table | None:
    """The first row is taken for the header."""
    if not rows:
        return None
    head, *body = rows
    return Table(tuple(head), tuple(tuple(row) for row in body), source)


def ruled(source: str) -> str:
    """The source of a table with a dashed line below its header, so that it shows as a table in Markdown."""
    head, *body = source.split("\n")
    if any(is_rule(line) for line in body):
        return source
    return "\n".join([head, "|" + " --- |" * len(split_row(head)), *body])


def write_table(rows: list[list[str]]) -> str:
    """Rows of texts as a Markdown table, the first one its header."""
    width = max(map(len, rows))
    lines = [
        "| " + " | ".join(piped(cell) for cell in [*row, *[""] * (width - len(row))]) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def piped(cell: str) -> str:
    """A cell as Markdown writes it."""
    return cell.replace("|", "\\|").replace("\n", "<br>")
