"""The default template: the release norm of the genre, from 提测 to 结束与总结."""

from django.utils.translation import gettext_noop as _

from approvals.rules.shape import CLOSE, EVERYTHING, RELEASE, Blank, Cover, Need, Rule, Template

WHOLE = (Cover(EVERYTHING),)
DEV_LEAD, TESTER, OPS = Need(("dev_lead",)), Need(("test",)), Need(("ops",))
MINUTES = Blank("minutes", _("会议纪要"))

SUBMISSION = Rule(
    "submission",
    _("提测"),
    (DEV_LEAD,),
    covers=WHOLE,
    due_before=72,
    escalates=("dev_lead", "pm"),
)
TESTED = Rule(
    "tested",
    _("测试通过"),
    (Need(("test_lead",)),),
    covers=(Cover("cases"), Cover("checks"), Cover("apps")),
    opens=("signed:submission",),
    record=(
        Blank("report", _("测试报告")),
        Blank("bugs_a", _("未关闭 A 级缺陷"), "whole", most=0),
        Blank("bugs_b", _("未关闭 B 级缺陷"), "whole", most=0),
        Blank("bugs_c", _("未关闭 C 级缺陷"), "whole"),
    ),
    due_before=24,
    escalates=("test", "test_lead", "pm"),
)
STAGING = Rule(
    "staging",
    _("预发验收"),
    (TESTER,),
    covers=(Cover("cases", "staging"), Cover("configs"), Cover("sql_changes")),
    opens=("signed:tested", "staging_results"),
    due_before=24,
    escalates=("test", "test_lead", "pm"),
)
GO_NO_GO = Rule(
    "go_no_go",
    _("上线评审"),
    (DEV_LEAD, TESTER, OPS, Need(("product", "pm"))),
    covers=WHOLE,
    opens=("earlier_signed",),
    record=(MINUTES,),
    is_amended=True,
    due_before=4,
    escalates=("dev_lead", "test_lead", "pm"),
    patience=1,
)
DATABASE = Rule(
    "database",
    _("数据库"),
    (Need(("dba",)),),
    covers=(Cover("sql_changes"),),
    opens=("signed:go_no_go",),
    applies=("has_sql",),
    bars_editors=("sql_changes",),
    is_amended=True,
    due_before=4,
    escalates=("dba", "pm"),
    patience=1,
)
VERIFIED = Rule(
    "verified",
    _("线上验证"),
    (TESTER, Need(("product",))),
    phase=RELEASE,
    covers=(Cover("cases", "production"),),
    opens=("apps_deployed",),
    signs=("ramps_over",),
    due_after=24,
    escalates=("test_lead", "product", "pm"),
)
CLOSED = Rule(
    "closed",
    _("结束与总结"),
    (Need(("pm",)),),
    phase=CLOSE,
    opens=("observation_over",),
    record=(Blank("summary", _("总结")),),
    is_statement=True,
    due_after=72,
    escalates=("pm",),
    patience=24,
)

NORM = Template(
    "norm",
    _("默认流程"),
    (SUBMISSION, TESTED, STAGING, GO_NO_GO, DATABASE, VERIFIED, CLOSED),
)
