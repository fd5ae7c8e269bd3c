"""How the sheets look: widths, a header that stays in view, lists to choose from."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from plans.tables.cells import Cell
from plans.writing.visible import Column

_HEADER = PatternFill("solid", fgColor="FFE8ECF5")

_LINE = Border(bottom=Side(style="thin", color="FFB8C0D0"))
_LAST_ROW = 5_000
_PAPER = 100
"""Characters that a page in portrait bears."""
_A4 = 9
_LONGEST_LIST = 250
_WIDTHS = {"whole": 9, "number": 11, "flag": 9, "moment": 18, "clock": 9, "days": 22, "span": 12,
           "choice": 12, "prose": 44, "names": 30}  # fmt: skip


def name_of(label: str, taken: Collection[str]) -> str:
    """A sheet title that Excel accepts and no other sheet has."""
    plain = "".join("·" if sign in "[]:*?/\\" else sign for sign in label).strip("'")[:28] or "-"
    number = 1
    name = plain
    while name.casefold() in {title.casefold() for title in taken}:
        number += 1
        name = f"{plain} {number}"
    return name


def width_of(column: Column) -> int:
    """Characters wide."""
    return _WIDTHS.get(column.cell.kind if column.cell else "line", 20)


def dress(sheet: Worksheet, widths: Sequence[int], frozen: int = 1) -> None:
    """Header style, widths, frozen header and first columns, filter, and how it prints."""
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        title = sheet.cell(1, at)
        title.font, title.fill, title.border = Font(bold=True), _HEADER, _LINE
        title.alignment = Alignment(vertical="center", wrap_text=True)
    still = min(frozen, len(widths)) if len(widths) > 2 else 0
    sheet.freeze_panes = f"{get_column_letter(still + 1)}2"
    if sheet.max_row > 1:
        sheet.auto_filter.ref = sheet.dimensions
    _for_paper(sheet, landscape=sum(widths) > _PAPER)


def _for_paper(sheet: Worksheet, *, landscape: bool) -> None:
    """A4, one page wide, the header repeated, page x of y."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P / &N"))


def offer_choices(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """A list of the allowed words on every cell of a closed list; others warn, not refuse."""
    for at, column in enumerate(columns, start=1):
        words = _words(column.cell) if column.cell is not None else []
        if words:
            letter = get_column_letter(at)
            rule = DataValidation(
                "list", formula1=f'"{",".join(words)}"', allow_blank=True, errorStyle="warning",
                error=_("不在可选项里，导入时会提示。"), showErrorMessage=True,
            )  # fmt: skip
            rule.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(rule)


def _words(cell: Cell) -> list[str]:
    """The labels to choose from; none when Excel could not take the list."""
    words = [label for _value, label in cell.options]
    if cell.kind == "flag":
        words = [_("是"), _("否")]
    fits = len(",".join(words)) <= _LONGEST_LIST and not any(
        set(word) & {",", '"'} for word in words
    )
    return words if fits else []
