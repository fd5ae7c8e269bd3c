"""Packages in code: Maven dependencies and Gradle coordinates."""

import re
from collections.abc import Iterator

from plans.reading.blocks import Code, Content, Paragraph
from plans.reading.context import Reading, Scene
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank

_DEPENDENCY = re.compile(r"<dependency>(?P<body>.*?)</dependency>", re.DOTALL | re.IGNORECASE)
_TAG = r"<{0}>\s*([^<]*?)\s*</{0}>"
_FIELDS = {"groupId": "group_id", "artifactId": "artifact_id", "version": "version"}
_COMMENT = re.compile(r"<!--(?P<text>.*?)-->", re.DOTALL)
_GRADLE = re.compile(
    r"^[ \t]*(?:implementation|api|compile(?:Only)?|runtimeOnly|testImplementation|classpath)\s*\(?\s*"
    r"['\"](?P<group_id>[\w.-]+):(?P<artifact_id>[\w.-]+)(?::(?P<version>[\w.+$-]+))?['\"].*$",
    re.MULTILINE,
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


def _maven(source: str, scene: Scene) -> Iterator[RowBuilder]:
    before = 0
    for match in _DEPENDENCY.finditer(source):
        row = scene.builder()
        for tag, name in _FIELDS.items():
            if value := re.search(_TAG.format(tag), match["body"]):
                row.put(name, value[1])
        comments = _COMMENT.findall(source[before : match.start()]) + _COMMENT.findall(
            match["body"]
        )
        row.put("note", " ".join(comment.strip() for comment in comments if not is_blank(comment)))
        row.raw["artifact_id"] = source[before : match.end()].strip("\n")
        before = match.end()
        if row.told("artifact_id"):
            yield row


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
