"""Placeholders that a template left behind."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.document import Document
from plans.findings.finding import ERROR, WARNING, Context, Finding, rule
from plans.tables.registry import sections

EXECUTED = {
    "configs": {"application", "namespace", "key"},
    "switches": {"application", "namespace", "key"},
    "apps": {"app", "branch", "version"},
    "topics": {"topic", "group"},
    "jobs": {"group", "name", "handler", "cron"},
    "packages": {"group_id", "artifact_id", "version"},
    "sql_changes": {"statement"},
    "ramps": {"flag", "key"},
}
"""Fields that execution uses: a placeholder there is an error, elsewhere a warning."""

_PATTERN = re.compile(
    r"^(?:应用名|命名空间|系统名|服务名|任务名称?|任务描述|配置描述信息|描述|某某)[-_]?\d*$"
    r"|^config\.key$|^value$|^\.{2,}$|^…+$|^x{2,}[\w.-]*$|^todo$|^tbd$|^待(?:增加|补充|定|填|确认)$"
    r"|\[(?:联系方式|姓名|待.{0,4}|填写.{0,6})\]|x{3,}|xx月|x月x日|(?<![a-z0-9])vx+(?:\.x+)+",
    re.IGNORECASE,
)


@rule
def placeholders(document: Document, _context: Context) -> Iterator[Finding]:
    for part in sections():
        strict = EXECUTED.get(part.key, set())
        texts = [cell for cell in part.content if cell.kind in ("line", "prose")]
        for index, row in enumerate(document.rows(part.key)):
            for cell in texts:
                text = str(row.get(str(cell.name)) or "").strip()
                if text and _PATTERN.search(text):
                    yield Finding(
                        ERROR if cell.name in strict else WARNING,
                        "placeholder",
                        _("“%(label)s”还是占位内容“%(text)s”，请填上真实的值或删掉这一行。")
                        % {"label": cell.label, "text": text[:40]},
                        part.key,
                        row.get("id", index),
                        str(cell.name),
                        part.title_of(row),
                    )
