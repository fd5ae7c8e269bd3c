"""The help pages: short documents per language in desk/help/, rendered once."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

FOLDER = Path(__file__).parent / "help"
PAGES = {
    "life": _("一个计划怎么走"),
    "grid": _("填表格"),
    "import": _("从文档导入"),
    "check": _("体检"),
    "gates": _("关口和签字"),
    "history": _("历史、复制和模板"),
    "applications": _("应用目录"),
    "release": _("发布日"),
    "ramp": _("灰度"),
    "connections": _("连接外部系统"),
    "developers": _("给开发者：OFREP 和 API"),
    "problems": _("出错时"),
}
FIRST, USUAL = "life", "zh-hans"


@dataclass(frozen=True)
class HelpPage:
    """A rendered page; every heading has an id of its first word."""

    name: str
    html: SafeString


@lru_cache(maxsize=64)
def help_page(name: str, language: str) -> HelpPage | None:
    """The page in that language, else in Chinese; None when there is no such page."""
    if name not in PAGES:
        return None
    paths = [FOLDER / folder / f"{name}.md" for folder in (language, USUAL)]
    text = next(path for path in paths if path.is_file()).read_text(encoding="utf-8")
    html = _markdown().render(text).replace("<pre>", '<pre tabindex="0">')
    return HelpPage(name, mark_safe(html))  # noqa: S308 - our own documents


def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return reader.use(anchors_plugin, max_level=3, slug_func=_first_word)


def _first_word(heading: str) -> str:
    return heading.strip().split()[0].strip(":：·,，").lower()
