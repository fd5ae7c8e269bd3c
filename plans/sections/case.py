"""The section `cases`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Case(PlanRow):
    """A case that testers run before and after the release."""

    PHASES = (("预发", _("预发")), ("生产", _("生产")), ("两者", _("两者")))
    RESULTS = (("passed", _("通过")), ("failed", _("未通过")), ("blocked", _("受阻")))

    section = Section(
        "cases",
        _("验证用例"),
        order=600,
        identity=("group", "title"),
        group_by="group",
        editors=("dev", "test"),
        recorders=("test",),
    )

    group = Line(_("场景"), width=150)
    title = Prose(_("用例"), width=260)
    phase = Choice(_("环境"), of=PHASES, width=80)
    steps = Prose(_("步骤"), width=220)
    expected = Prose(_("预期结果"), width=280)
    tester = Line(_("测试人员"), people=True)
    result_staging = Choice(_("预发结果"), of=RESULTS, progress=True, width=90)
    result_production = Choice(_("生产结果"), of=RESULTS, progress=True, width=90)
    evidence = Prose(_("凭据"), progress=True)
