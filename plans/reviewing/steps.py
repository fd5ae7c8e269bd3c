"""What a reviewer decided about an upload, as a list of steps, and the decisions they add up to (pure).

A step is one JSON object:
  {"block": 12, "mark": signature, "section": key|"notes"|"", "columns": {header: field|"extra"}}
  {"block": 12, "mark": signature, "path": [headings]}    prose below other headings
  {"heading": [path], "section": key|"notes"|""}
  {"title": [path]}                                        this heading is the plan's title
  {"plan": {field: text}}                                  the plan's own fields as typed
Choices also have a "turn": what was decided at once is undone at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plans.reading.blocks import Table
from plans.reading.choices import NOTES, Choice, Choices, Path, heading_signature
from plans.reading.draft import ImportDraft

Step = Mapping[str, Any]
MOST_STEPS = 500


@dataclass(frozen=True)
class Decisions:
    """`typed` are plan fields as texts, `marks` the signatures that the blocks had."""

    choices: Choices = field(default_factory=Choices)
    typed: dict[str, str] = field(default_factory=dict)


def decisions(steps: Iterable[Step]) -> Decisions:
    """The last word about each block, heading and field."""
    blocks: dict[int, Choice] = {}
    headings: dict[Path, Choice] = {}
    title: Path = ()
    typed: dict[str, str] = {}
    for step in steps:
        if "block" in step:
            blocks[int(step["block"])] = _of_block(step)
        elif "heading" in step:
            headings[tuple(step["heading"])] = Choice(str(step.get("section", "")))
        elif "title" in step:
            title = tuple(step["title"])
        typed |= step.get("plan", {})
    return Decisions(Choices(blocks, headings, title=title), typed)


def _of_block(step: Step) -> Choice:
    if step.get("path") is not None:
        return Choice(NOTES, path=tuple(step["path"]))
    return Choice(str(step.get("section", "")), dict(step.get("columns") or {}))


def is_choice(step: Step) -> bool:
    """Whether undo takes it back; typed fields are changed in their boxes."""
    return "plan" not in step


def without_last(steps: Sequence[Step]) -> list[Step]:
    """The steps without those of the last choice, which may have been about several blocks."""
    last = max((step.get("turn", 0) for step in steps if is_choice(step)), default=0)
    return [step for step in steps if not is_choice(step) or step.get("turn", 0) != last]


def next_turn(steps: Iterable[Step]) -> int:
    """The number of the next choice."""
    return max((int(step.get("turn", 0)) for step in steps), default=0) + 1


@dataclass(frozen=True)
class Lesson:
    """What the next document can learn: a decision and the signature it is known by."""

    signature: str
    heading: list[str]
    headers: list[str]
    choice: Choice


def lessons(draft: ImportDraft, choices: Choices) -> list[Lesson]:
    """Decisions to remember: only where all blocks that look alike were decided alike.

    Prose put below another heading is of this document alone.
    """
    found = {one.signature: one for one in _of_headings(draft, choices)}
    for trace in draft.trace:
        choice = choices.blocks.get(trace.at)
        if choice and choice.path is None and trace.signature and not trace.problem:
            headers = list(trace.block.header) if isinstance(trace.block, Table) else []
            lesson = Lesson(trace.signature, trace.place.heading, headers, choice)
            if _is_said_of_all(lesson, draft, choices):
                found[trace.signature] = lesson
    return list(found.values())


def _is_said_of_all(lesson: Lesson, draft: ImportDraft, choices: Choices) -> bool:
    alike = (trace for trace in draft.trace if trace.signature == lesson.signature)
    return all(choices.blocks.get(trace.at) == lesson.choice for trace in alike)


def _of_headings(draft: ImportDraft, choices: Choices) -> Iterable[Lesson]:
    """Of headings as long as the document's title is the one that every reader sees."""
    titles = {trace.place.path: trace.place.title for trace in draft.trace}
    for path, choice in choices.headings.items():
        title = next((said for at, said in titles.items() if at[: len(path)] == path), "")
        mark = "" if choices.title else heading_signature(path, title)
        if mark:
            yield Lesson(mark, list(path), [], choice)
