"""Files that are shipped: alfred_v1.sql 【…】, 服务器安装包：V2.1.0 （…）."""

import re

from plans.reading.blocks import Content
from plans.reading.context import Reading, Scene
from plans.reading.entries import Entry, entries, labelled
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank, unlink

_KINDS = (
    ("sql", r"\.sql\b|sql\s*脚本|数据库脚本"),
    ("image", r"镜像|docker|\bimage\b|:\d[\w.-]*$|\.tar\b"),
    ("report", r"报告|report|\.(?:docx?|pdf|xlsx?|html?)\b"),
    (
        "package",
        r"安装包|压缩包|升级包|更新包|程序包|软件包|\.(?:jar|war|zip|tgz|gz|apk|ipa|rpm|deb|exe|msi|whl)\b|package",
    ),
)
_FILE = re.compile(r"^[\w./\\-]+\.[A-Za-z][\w]{0,5}\b")
_VERSION = re.compile(r"^[vV]?[\dXx]+(?:\.[\dXx]+)+[\w.-]*")
_REMARK = re.compile(r"\s*[（(【\[].*$", re.DOTALL)
_PLACE = re.compile(r"(?P<to>https?://\S+|ftp://\S+|(?:/[\w.-]+){2,})")
_LINK = re.compile(r"\[[^\[\]\n]*\]\((?P<to>[^()\s]+)\)")
_SUM = re.compile(r"\b(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b", re.IGNORECASE)


@recogniser("artifacts")
def read_artifacts(block: Content, scene: Scene) -> Reading | None:
    """Short lines below a heading of scripts, packages or attachments."""
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    if not found or not scene.is_named(depth=0) or max(len(entry.text) for entry in found) > 300:
        return None
    return Reading.of("artifacts", [_row(entry, scene) for entry in found])


def _row(entry: Entry, scene: Scene) -> RowBuilder:
    text = entry.whole
    name, version = _named(unlink(text))
    place, checksum = _LINK.search(text) or _PLACE.search(text), _SUM.search(text)
    row = scene.builder().put("name", name).put("version", version).put("kind", _kind(text, scene))
    row.put("location", place["to"] if place else "").put(
        "checksum", checksum[0] if checksum else ""
    )
    return row.keep("name", entry.verbatim)


def _named(text: str) -> tuple[str, str]:
    """(name, version): a file name, or what stands before the colon; remarks stay in the source."""
    if file := _FILE.match(text):
        return file[0], ""
    pair = labelled(text)
    if pair and (version := _VERSION.match(pair[1])):
        return pair[0], version[0]
    short = _REMARK.sub("", text).strip()
    return (pair[0] if pair else short or text), ""


def _kind(text: str, scene: Scene) -> str:
    """By the line itself, else by its heading; "" when neither says."""
    for told in (text, scene.place.nearest):
        for kind, pattern in _KINDS:
            if re.search(pattern, told, re.IGNORECASE):
                return kind
    return ""
