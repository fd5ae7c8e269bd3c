"""What came in from a surface, as values of a row, or sentences per field."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ground.texts import is_keepable
from ground.words import in_row
from plans.tables.cells import Cell, Prose
from plans.tables.section import Section

Errors = dict[str, list[str]]
NOT_CELLS = frozenset({"id", "row_version", "version"})


def read_values(
    section: Section, data: Mapping[str, Any], zone: ZoneInfo, cells: list[Cell]
) -> tuple[dict[str, Any], Errors]:
    """({field: value}, {field: [sentence]}) of the JSON row `data`.

    Only `cells` may be written; unknown fields and others are errors.
    """
    values: dict[str, Any] = {}
    errors: Errors = {}
    writable = {str(cell.name): cell for cell in cells}
    for name, given in data.items():
        if name in ("extra", "raw"):
            _read_texts(name, given, values, errors)
        elif name in NOT_CELLS and name not in writable:
            continue
        elif name not in writable:
            errors[name] = [_why_not_writable(section, name)]
        else:
            read_cell(writable[name], given, zone, values, errors)
    return values, errors


def read_cell(
    cell: Cell, given: Any, zone: ZoneInfo, values: dict[str, Any], errors: Errors
) -> None:
    """Put the value into `values`, or the sentences that say what is wrong into `errors`."""
    try:
        value = cell.from_json(given, zone)
        if not _is_keepable(value):
            raise ValueError(_("文本里有不可见的空字符，请删掉。"))
        values[str(cell.name)] = cell.clean(value, None) if not cell.is_empty(value) else value
    except ValueError as error:
        errors[str(cell.name)] = [str(error)]
    except ValidationError as error:
        errors[str(cell.name)] = [str(message) for message in error.messages]


def _is_keepable(value: Any) -> bool:
    texts = value if isinstance(value, list) else [value]
    return all(is_keepable(text) for text in texts if isinstance(text, str))


def _read_texts(name: str, given: Any, values: dict[str, Any], errors: Errors) -> None:
    """`extra` and `raw` are {text: text}."""
    if not isinstance(given, Mapping) or not all(isinstance(v, str) for v in given.values()):
        errors[name] = [_("请填 {名称: 文本}。")]
    elif sum(len(name) + len(text) for name, text in given.items()) > Prose.longest:
        errors[name] = [_("最多 %(most)s 个字。") % {"most": Prose.longest}]
    elif not _is_keepable([*map(str, given), *given.values()]):
        errors[name] = [_("文本里有不可见的空字符，请删掉。")]
    else:
        values[name] = {str(key): str(value) for key, value in given.items()}


def _why_not_writable(section: Section, name: str) -> str:
    if name in {str(cell.name) for cell in section.columns}:
        return _("“%(name)s”是执行进度，不能和内容一起修改。") % {"name": name}
    known = in_row(str(cell.name) for cell in section.columns)
    return _("没有“%(name)s”这一列，可用的列：%(known)s。") % {"name": name, "known": known}
