"""Changes whose table calls the business 系统 and the applications 模块."""

import re
from collections.abc import Iterable

from plans.reading.cells import Cells
from plans.reading.context import Scene
from plans.reading.registry import shape
from plans.reading.text import clean

_NAMES = re.compile(
    r"[a-z][\w.]*(?:-[\w.]+)+(?:\s*[,，、;；/\n]\s*[a-z][\w.]*(?:-[\w.]+)+)*", re.IGNORECASE
)
_HANZI = re.compile(r"[\u4e00-\u9fff]")


@shape("changes")
def shape_change(cells: Cells, scene: Scene) -> Iterable[Cells]:
    """Names in code are the applications, whatever their column is called."""
    line, apps = clean(cells.text("line")), clean(cells.text("apps"))
    if _NAMES.fullmatch(line) and _HANZI.search(apps):
        texts = {**cells.texts, "line": cells.text("apps"), "apps": cells.text("line")}
        return [Cells(texts, cells.extra, cells.raw, cells.values)]
    return [cells]
