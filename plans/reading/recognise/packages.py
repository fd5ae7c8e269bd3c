"""Packages in code: Maven dependencies and Gradle coordinates."""

import re
from collections.abc import Iterator

from plans.reading.blocks import Code, Content, Paragraph
from plans.reading.context import Reading, Scene
from plans.reading.entries import entries
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank

_OPENS, _CLOSES = "<dependency>", "</dependency>"
_TAG = r"<{0}>\s*([^<]*?)\s*</{0}>"
_FIELDS = {"groupId": "group_id", "artifactId": "artifact_id", "version": "version"}
_GRADLE = re.compile(
    r"^[ \t]*(?:implementation|api|compile(?:Only)?|runtimeOnly|testImplementation|classpath)\s*\(?\s*"
    r"['\"](?P<group_id>[\w.-]+):(?P<artifact_id>[\w.-]+)(?::(?P<version>[\w.+$-]+))?['\"].*$",
    re.MULTILINE,
)

_COORDINATE = re.compile(
    r"^(?P<group_id>[a-z][\w-]*(?:\.[\w-]+)+):(?P<artifact_id>[A-Za-z][\w.-]*):(?P<version>[\w.+$-]*\d[\w.+$-]*)(?P<note>(?:[\s（(,，].*)?)$"
)


@recogniser("packages", anywhere=True, order=20)
def read_packages(block: Content, scene: Scene) -> Reading | None:
    """Code that is nothing but dependencies and comments on them."""
    if not isinstance(block, Code | Paragraph) or not (
        "ependency>" in block.source or ":" in block.source
    ):
        return None
    rows = [*_maven(block.source, scene), *_gradle(block.source, scene)]
    if not rows:
        return None
    _keep_rest(rows, block.source)
    return Reading.of("packages", rows, **(_FIELDS if "ependency>" in block.source else {}))


@recogniser("packages", anywhere=True, order=22)
def read_coordinates(block: Content, scene: Scene) -> Reading | None:
    """A list of nothing but group:artifact:version; what follows on the line is a note."""
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    matches = [_COORDINATE.match(entry.text) for entry in found]
    if not found or not all(matches):
        return None
    rows = []
    for entry, match in zip(found, matches, strict=True):
        row = scene.builder()
        for name in (*_FIELDS.values(), "note"):
            row.put(name, match[name].strip("（()） ,，") if match else "")
        rows.append(row.keep("artifact_id", entry.verbatim))
    return Reading.of("packages", rows)


def _maven(source: str, scene: Scene) -> Iterator[RowBuilder]:
    """A row for each dependency; comments before and inside it are its note."""
    for part in source.split(_CLOSES)[:-1]:
        _before, opened, body = part.rpartition(_OPENS)
        row = scene.builder()
        for tag, name in _FIELDS.items():
            if opened and (value := re.search(_TAG.format(tag), body)):
                row.put(name, value[1])
        row.put("note", " ".join(_comments(part)))
        row.raw["artifact_id"] = f"{part}{_CLOSES}".strip("\n")
        if row.told("artifact_id"):
            yield row


def _comments(text: str) -> Iterator[str]:
    for part in text.split("-->")[:-1]:
        _before, opened, comment = part.rpartition("<!--")
        if opened and not is_blank(comment):
            yield comment.strip()


def _gradle(source: str, scene: Scene) -> Iterator[RowBuilder]:
    for match in _GRADLE.finditer(source):
        row = scene.builder()
        for name in _FIELDS.values():
            row.put(name, match[name] or "")
        yield row.keep("artifact_id", match[0].strip())


def _keep_rest(rows: list[RowBuilder], source: str) -> None:
    """Whatever else stands in the code is kept with the last row."""
    told = "\n".join(row.raw.get("artifact_id", "") for row in rows)
    rest = [line for line in source.split("\n") if not is_blank(line) and line.strip() not in told]
    if rest:
        rows[-1].raw["artifact_id"] = "\n".join([rows[-1].raw.get("artifact_id", ""), *rest]).strip(
            "\n"
        )
