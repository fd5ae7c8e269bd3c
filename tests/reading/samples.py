"""The Word and Excel samples in `tests/documents`, and how they are made again.

`python -m tests.reading.samples` writes the files; a golden JSON stands beside each.
"""

from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.reading.office import Cell, Styled, Ticked, saved, word_file

HERE = Path(__file__).parent.parent / "documents"


def hospital() -> bytes:
    """A run book in Word: headings by style, merged cells, numbered steps, Word's check boxes."""
    top, below = Cell("2", high=True), Cell("", held=True)
    return word_file(
        [
            Styled("检验系统 5.2 升级实施方案", 1),
            Styled("一、升级概况", 2),
            [
                ["项目名称", "检验系统升级", "版本号", "V5.2.0"],
                ["升级时间", "2026年12月19日 22:00-次日04:00", "升级负责人", "闻一多"],
                ["升级类型", "常规升级", "观察期", "2天"],
            ],
            Styled("二、实施人员", 2),
            [["角色", "姓名", "电话", "职责"], ["总协调", "闻一多", "13500000001", "指挥与决策"],
             ["数据库", "朱自清", "13500000002", "备份、脚本执行"], ["测试", "冰心、老舍", "", "验证"]],
            Styled("三、部署清单", 2),
            [[Cell("批次", high=True), Cell("系统名称", high=True), Cell("版本", wide=2), Cell("前置依赖", high=True)],
             [Cell("", held=True), Cell("", held=True), "当前版本", "目标版本", Cell("", held=True)],
             ["1", "lis-core", "5.1.8", "5.2.0", "无"],
             [top, "lis-report", "5.1.2", "5.2.0", "lis-core"],
             [below, "lis-web", "5.1.8", "5.2.0", "lis-core"]],
            Styled("四、升级步骤", 2),
            Styled("升级准备", 0, "1."),
            Styled("通知各科室（30分钟）", 1, "1."),
            Styled("备份数据库（40分钟）", 1, "1."),
            Styled("停止接口服务", 0, "1."),
            Styled("部署 lis-core", 0, "1."),
            Styled("升级验证", 0, "1."),
            Styled("扫码登记一份标本", 1, "1."),
            Styled("五、上线检查", 2),
            Ticked("备份已恢复演练", True),
            Ticked("打印机驱动已更新", False),
            Styled("六、回退条件", 2),
            Styled("次日 3:00 前标本登记未恢复", 0, "-"),
            Styled("报告数据错误", 0, "-"),
            Styled("七、影响范围", 2),
            "门诊检验：升级期间手工登记",
            "急诊检验：使用备用系统",
        ],
        header="内部资料 请勿外传",
        comment="请护理部补充联系人",
        footnote="升级期间保留旧库只读副本。",
    )  # fmt: skip


def retail() -> bytes:
    """A workbook: a cover of labels, a sheet a section, merged cells, dates, shares, a comment."""
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "概览"
    for row in (
        ["门店收银 9.0 发布计划"], [],
        ["项目名称", "门店收银", "版本", "9.0.0"],
        ["发布时间", datetime(2026, 12, 8, 21, 30), "发布负责人", "黎明"],
    ):  # fmt: skip
        cover.append(row)
    cover.merge_cells("A1:D1")
    _apps(book)
    _steps(book)
    _stages(book)
    _checks(book)
    return saved(book)


def _apps(book: Workbook) -> None:
    sheet = book.create_sheet("发布应用")
    for row in (
        ["批次", "应用", "版本", None, "依赖", "发布人"],
        [None, None, "原版本", "新版本", None, None],
        [1, "pos-core", "8.9.3", "9.0.0", "无", "郭富"],
        [None, "pos-pay", "4.1", "4.2", "pos-core", "郭富"],
        [2, "pos-web", "8.9.3", "9.0.0", "pos-core,pos-pay", "学友"],
    ):
        sheet.append(row)
    for span in ("C1:D1", "A1:A2", "B1:B2", "E1:E2", "F1:F2", "A3:A4"):
        sheet.merge_cells(span)
    sheet["B5"].comment = Comment("支持旧版设备", "学友")


def _steps(book: Workbook) -> None:
    sheet = book.create_sheet("发布步骤")
    for row in (
        ["序号", "操作", "负责人", "开始时间", "耗时"],
        [1, "门店停止收银", "黎明", time(21, 30), "10分钟"],
        [2, "部署 pos-core", "郭富", time(22, 0), "30分钟"],
        [3, "抽查三家门店", "学友", time(0, 15), "1小时"],
    ):
        sheet.append(row)


def _stages(book: Workbook) -> None:
    sheet = book.create_sheet("灰度计划")
    for row in (
        ["阶段", "对象", "比例", "观察时长"],
        [1, "直营门店", 0.01, "2小时"],
        [2, "华南门店", 0.1, "1天"],
        [3, "全部门店", 1, None],
    ):
        sheet.append(row)
    for line in range(2, 5):
        sheet.cell(line, 3).number_format = "0%"


def _checks(book: Workbook) -> None:
    sheet = book.create_sheet("检查清单")
    for row in (
        ["检查项", "负责人", "截止日期", "是否完成"],
        ["税控盘证书", "黎明", date(2026, 12, 5), True],
        ["门店培训", "学友", date(2026, 12, 7), False],
        ["合计", None, None, "=COUNTA(A2:A3)"],
    ):
        sheet.append(row)


SAMPLES = {"hospital.docx": hospital, "retail.xlsx": retail}


def make() -> None:
    for name, build in SAMPLES.items():
        (HERE / name).write_bytes(build())


if __name__ == "__main__":
    make()
