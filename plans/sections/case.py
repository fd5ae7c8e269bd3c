"""The section `cases`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


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
        headings=said(
            "验证用例 测试用例 联调用例 用例 回归用例 冒烟用例 验收用例 验证case "
            "测试case 预发布生产验证case 预发生产验证case 预发验证case 生产验证case "
            "线上验证case 线上验证用例 预发验证用例 生产验证用例 线上验证 预发验证 "
            "验证标准 验证内容 验收内容 验证点 验证项 验证方案 验证清单 上线验证用例 回归测试用例 case cases "
            "test-cases verification-cases acceptance-cases smoke-tests"
        ),
        lines="title",
        grouped="group",
        told={
            "phase": (
                (
                    "两者",
                    "(?:预发|预热|staging).*(?:生产|线上|正式|prod)|(?:生产|线上|prod).*(?:预发|staging)",
                ),
                ("预发", "预发|预热|预生产|staging"),
                ("生产", "生产|线上|正式环境|prod"),
            )
        },
        synonyms={
            "group": said(
                "场景 分组 模块 功能模块 功能 用例分组 测试场景 所属模块 测试模块 group "
                "scenario module feature"
            ),
            "title": said(
                "用例 case 用例名称 用例标题 详细 标题 测试点 验证点 测试内容 验证内容 "
                "用例描述 验证项 测试项 详细场景 用例名 检查点 title case-name test-case "
                "description"
            ),
            "phase": said("环境 验证环境 测试环境 阶段 执行环境 phase environment"),
            "steps": said("步骤 操作步骤 测试步骤 执行步骤 验证步骤 操作 步骤描述 steps procedure"),
            "expected": said(
                "预期 预期结果 预期校验点 校验点 期望结果 期望 预期输出 预期校验 expected "
                "expected-result expectation"
            ),
            "tester": said("测试人员 测试 测试人 验证人 执行人 负责人 验证人员 tester qa owner"),
            "result_staging": said(
                "预发结果 预发验证结果 预发 预发环境 预发验证 staging-result staging"
            ),
            "result_production": said(
                "生产结果 线上结果 生产验证结果 生产 线上 线上验证结果 生产环境 结果 "
                "测试结果 验证结果 执行结果 是否通过 production-result production result"
            ),
        },
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
