"""The section `packages`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Package(PlanRow):
    """A second-party package this release depends on."""

    section = Section(
        "packages",
        _("二方包依赖"),
        order=310,
        identity=("group_id", "artifact_id"),
        helpers={"version": ("snapshot",)},
        headings=said(
            "二方包依赖 二方包 二方库 依赖包 jar包依赖 包依赖 maven依赖 依赖升级 "
            "二方依赖 三方包 三方依赖 sdk依赖 api包 packages dependencies "
            "library-dependencies libraries"
        ),
        synonyms={
            "group_id": said("groupid group-id 组 包组"),
            "artifact_id": said(
                "artifactid artifact-id 包名 二方包 依赖包 jar包 jar 依赖名称 包名称 库 "
                "artifact library package module"
            ),
            "version": said("版本 版本号 目标版本 新版本 依赖版本 version"),
            "note": said("说明 备注 描述 用途 变更说明 note description remark"),
        },
    )

    group_id = Line(_("groupId"), code=True, width=200)
    artifact_id = Line(_("artifactId"), code=True, width=200)
    version = Line(_("版本"), code=True, width=140)
    note = Line(_("说明"))
