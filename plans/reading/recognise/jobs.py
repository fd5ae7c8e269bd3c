"""Schedules in code: crontab lines and name = cron pairs, below a heading of jobs or with a crontab."""

import re

from plans.reading.blocks import Code, Content
from plans.reading.context import Reading, Scene
from plans.reading.entries import entries
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank
from plans.reading.told import tell

_PART = r"(?:[\d*?LW#/,-]{1,40}|(?:(?:MON|TUE|WED|THU|FRI|SAT|SUN|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[-,]?){1,12})"
_CRON = rf"(?P<cron>{_PART}(?:[ \t]+{_PART}){{4,6}}|@(?:daily|hourly|weekly|monthly|yearly|reboot))"
_CRONTAB = re.compile(rf"^\s*{_CRON}[ \t]+(?P<handler>[A-Za-z/.$].*)$")
_NAMED = re.compile(
    rf"^\s*(?P<name>[\w.\u4e00-\u9fff-]{{2,80}})\s*[:=：]\s*['\"]?{_CRON}['\"]?\s*(?:#\s*(?P<note>.*))?$"
)
_LISTED = re.compile(
    rf"^(?P<name>[\w.\u4e00-\u9fff-]{{2,80}})\s*(?:[:：=]|[（(]|\s)\s*{_CRON}[）)]?\s*[,，;；。]?\s*(?P<note>.*)$"
)
_SIGNS = frozenset("*?@")
"""Five numbers alone are no schedule."""
_COMMENT = re.compile(r"^\s*(?:#|//)\s*(?P<text>.*)$")


@recogniser("jobs", anywhere=True, order=28)
def read_schedules(block: Content, scene: Scene) -> Reading | None:
    """A row for each line, all of which must hold a schedule; comments above are its note."""
    if not isinstance(block, Code):
        return None
    rows: list[RowBuilder] = []
    notes: list[str] = []
    for line in block.text.split("\n"):
        if comment := _COMMENT.match(line):
            notes.append(comment["text"].strip())
        elif (match := _CRONTAB.match(line) or _NAMED.match(line)) and set(match["cron"]) & _SIGNS:
            rows.append(tell(_row(match, notes, scene), scene))
            notes = []
        elif not is_blank(line):
            return None
    if rows:
        rows[0].raw["cron"] = block.source
    return Reading.of("jobs", rows)


@recogniser("jobs", order=95)
def read_listed(block: Content, scene: Scene) -> Reading | None:
    """The same in a list below a heading of jobs: orderClose：0 */5 * * * ?，关闭超时订单."""
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    matches = [_LISTED.match(entry.text) for entry in found if not entry.below]
    if not found or len(matches) < len(found) or not scene.is_named(depth=1):
        return None
    rows: list[RowBuilder] = []
    for entry, match in zip(found, matches, strict=True):
        if not match or not set(match["cron"]) & _SIGNS:
            return None
        rows.append(tell(_row(match, [], scene).keep("cron", entry.verbatim), scene))
    return Reading.of("jobs", rows)


def _row(match: re.Match[str], notes: list[str], scene: Scene) -> RowBuilder:
    """A command is what the job does; its name is that of the command's file."""
    parts = match.groupdict()
    handler = (parts.get("handler") or "").strip()
    name = parts.get("name") or _named(handler)
    note = [*notes, parts.get("note") or ""]
    row = scene.builder().put("cron", match["cron"]).put("name", name).put("handler", handler)
    return row.put("note", "\n".join(part for part in note if part))


def _named(command: str) -> str:
    first = command.split()[0] if command else ""
    return first.rsplit("/", 1)[-1]
