"""The Word and Excel samples in `tests/documents`, and how they are made again.

`python -m tests.reading.samples` writes the files; a golden JSON stands beside each.
"""

from datetime import date, datetime, time, timedelta
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


def parking() -> bytes:
    """A plan in Word as a contractor writes it: who leads whom, whose version, when to go back, then how."""
    return word_file(
        [
            Styled("停车收费平台 4.0 上线实施计划书", 1),
            [["文档编号", "PARK-REL-0040", "编制", "杜牧"], ["审核", "李商隐", "版本", "V1.2"]],
            Styled("1 项目概述", 2),
            "本次上线将停车收费平台由 3.9 升级到 4.0，计划于 2026 年 12 月 22 日 23 时至次日 3 时实施，项目经理为杜牧。",
            Styled("2 组织分工", 2),
            [["小组", "组长", "组员", "工作内容"],
             ["开发组", "温庭筠", "韦庄、皇甫松", "程序部署、问题修复"],
             ["测试组", "李商隐", "韩偓", "上线验证"],
             ["运维组", "许浑", "", "主机、网络、数据库备份"]],
            Styled("3 上线模块", 2),
            [["序号", "模块名称", "部署主机", "升级前版本", "升级后版本", "先后关系"],
             ["1", "park-billing", "10.1.1.11-12", "3.9.2", "4.0.0", "—"],
             ["2", "park-gate", "10.1.1.21", "3.9.2", "4.0.0", "park-billing 之后"],
             ["3", "park-app", "10.1.1.31", "3.9.0", "4.0.0", "park-billing、park-gate 之后"]],
            Styled("4 上线步骤", 2),
            [["步骤", "开始", "结束", "操作内容", "执行人", "复核人", "完成标志"],
             ["1", "23:00", "23:10", "道闸切换为离线抬杆", "许浑", "杜牧", "车辆自由通行"],
             ["2", "23:10", "23:40", "备份计费库", "许浑", "温庭筠", "备份文件校验通过"],
             ["3", "23:40", "00:30", "执行升级脚本", "温庭筠", "许浑", "脚本无报错"],
             ["4", "00:30", "01:30", "部署三个模块", "韦庄", "温庭筠", "健康检查通过"]],
            Styled("5 上线前确认", 2),
            Ticked("道闸厂商驻场", True),
            Ticked("物业通知张贴", False),
            Styled("6 风险与措施", 2),
            [["风险描述", "可能性", "影响程度", "应对措施", "责任人"],
             ["道闸离线期间逃费", "中", "低", "人工登记车牌", "许浑"]],
            Styled("7 回退方案", 2),
            "满足以下任一条件时回退：",
            Styled("02:30 前验证未通过", 0, "-"),
            Styled("计费金额比对不一致", 0, "-"),
            "回退步骤如下：",
            Styled("恢复计费库备份（40分钟）", 0, "1."),
            Styled("三个模块回退至原版本", 0, "1."),
            Styled("8 上线后保障", 2),
            "上线后一周内每日 9:00 提交运行日报，夜间 22:00 至次日 6:00 由许浑值守。",
        ]
    )  # fmt: skip


def settling() -> bytes:
    """Four tables on one sheet, labels beside values in six columns, times, lengths and a hidden sheet."""
    book = Workbook()
    main = book.worksheets[0]
    main.title = "上线总表"
    for row in (
        ["供应链结算中心 2.6 上线总表"], [], ["一、基本信息"],
        ["项目", "供应链结算中心", "版本", "2.6.0", "PM", "曹操"],
        ["上线日期", datetime(2026, 12, 24), "上线时段", "22:00-02:00", "紧急程度", "常规"], [],
        ["二、上线系统"],
        ["序号", "系统", "工程", "分支", "上线版本", "依赖工程", "开发", "测试", "是否有SQL"],
        [1, "结算", "settle-core", "release-2.6", "2.6.0", None, "荀彧", "许褚", "是"],
        [2, "结算", "settle-job", "release-2.6", "2.6.0", "settle-core", "荀彧", "许褚", "否"],
        [3, "门户", "settle-portal", "release-2.6", "2.6.0", "settle-core/settle-job", "郭嘉", "许褚", "否"],
        [], ["三、配置项"],
        ["工程", "Namespace", "Key", "旧值", "新值"],
        ["settle-core", "application", "settle.batch.size", 200, 500], [],
        ["四、任务调度"],
        ["执行器", "任务", "Cron", "动作"],
        ["settle-job", "结算日切", "0 30 1 * * ?", "修改"],
    ):  # fmt: skip
        main.append(row)
    main.merge_cells("A1:I1")
    _settling_times(book)
    old = book.create_sheet("历史")
    old.append(["2.5 版本上线记录"])
    old.sheet_state = "hidden"
    return saved(book)


def _settling_times(book: Workbook) -> None:
    sheet = book.create_sheet("时间表")
    for row in (
        ["时间", "事项", "责任人", "耗时(分钟)", "备注"],
        [time(22, 0), "停任务", "郭嘉", 10, None],
        [time(22, 10), "执行DDL", "荀攸", 20, "先从库"],
        [datetime(2026, 12, 25, 0, 30), "发布 settle-core", "荀彧", timedelta(minutes=30), None],
    ):
        sheet.append(row)
    money = book.create_sheet("资损检查")
    for row in (
        ["检查项", "是否涉及", "是否间接影响", "是否有资损风险", "评估说明"],
        ["金额计算", "是", "否", "是", "已加对账"],
        ["优惠叠加", "否", "否", "否", None],
    ):
        money.append(row)


SAMPLES = {
    "hospital.docx": hospital,
    "retail.xlsx": retail,
    "parking.docx": parking,
    "settling.xlsx": settling,
}


def make() -> None:
    for name, build in SAMPLES.items():
        (HERE / name).write_bytes(build())


if __name__ == "__main__":
    make()
