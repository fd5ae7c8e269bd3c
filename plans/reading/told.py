"""What the headings above say about every row below them.

A section declares it: `told={"kind": (("资损", "资损"), …)}` gives the value whose pattern stands in the
nearest heading that holds any, an empty pattern being the default; `grouped="group"` names the field that
takes the nearest heading itself, `headed="application"` one that takes a heading which is an application's name.
"""

import re
from collections.abc import Sequence

from plans.reading.blocks import Place
from plans.reading.context import Scene
from plans.reading.rows import RowBuilder
from plans.reading.text import clean, plain_title

_IDENTIFIER = re.compile(r"[A-Za-z][\w.]*(?:-[\w.]+)+|[a-z]+[A-Z]\w*")

_OF = re.compile(
    r"(?:(?:应用|服务|系统|工程|application|app|service)\s?[:：]?\s?)?(?P<name>[a-z][\w.]{0,40}(?:-[\w.]{1,40}){1,6})"
    r"\s?(?:[（(][^（）()]{1,30}[)）]|的?\s?[\w.]{0,20}\s?(?:配置|命名空间|namespace|参数|开关|config\w{0,10})[\u4e00-\u9fff]{0,4}|应用|服务|系统|工程)?",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"^[^\w(（\[【《“\"‘']+")
"""Emoji and bullets before a heading."""


def tell(builder: RowBuilder, scene: Scene) -> RowBuilder:
    """Fill what the row itself leaves unsaid from the headings."""
    for name, patterns in builder.section.more.get("told", {}).items():
        if builder.told(name) in (None, "", []) and name not in builder.raw:
            builder.values[name] = told_value(patterns, scene.place) or builder.told(name) or ""
    headed = builder.section.more.get("headed", "")
    if headed and not builder.told(headed):
        builder.put(headed, identifier(scene))
    grouped = builder.section.more.get("grouped", "")
    if grouped and not builder.told(grouped) and (group := _group(scene)):
        builder.put(grouped, group[:500])
    return builder


def told_value(patterns: Sequence[tuple[str, str]], place: Place) -> str:
    """The value whose pattern the nearest heading holds; of one heading, the first in order."""
    for title in place.titles:
        plain = plain_title(title)
        for value, pattern in patterns:
            if pattern and re.search(pattern, plain, re.IGNORECASE):
                return value
    return next((value for value, pattern in patterns if not pattern), "")


def identifier(scene: Scene) -> str:
    """The nearest heading if it is a name in code, like member-core."""
    plain = plain_title(scene.place.nearest)
    if scene.context.index.is_known(plain):
        return ""
    if _IDENTIFIER.fullmatch(plain):
        return plain
    match = _OF.fullmatch(plain)
    return match["name"] if match else ""


def _group(scene: Scene) -> str:
    """The nearest heading; for optional groups not the one that only names the section."""
    nearest = scene.place.nearest
    needed = scene.section.more.get("grouped") in scene.section.identity
    names_section = any(
        section.key == scene.section.key and strength > 1
        for section, strength in scene.context.index.named(nearest)
    )
    return (
        ""
        if names_section and not needed
        else _SIGNS.sub("", clean(nearest)).rstrip(":： ") or clean(nearest)
    )
