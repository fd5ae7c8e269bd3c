"""The section `artifacts`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Artifact(PlanRow):
    """A file that the release ships."""

    KINDS = (
        ("sql", _("SQL 脚本")),
        ("package", _("安装包")),
        ("image", _("镜像")),
        ("report", _("报告")),
    )

    section = Section(
        "artifacts",
        _("制品与附件"),
        order=300,
        identity=("name",),
        helpers={"version": ("snapshot",)},
        headings=said(
            "制品 制品列表 制品清单 附件 附件列表 附件清单 交付物 交付件 发布包 安装包 "
            "安装包说明 软件安装包 软件安装包说明 升级包 升级文件 更新包 程序包 "
            "数据库升级脚本 升级脚本 部署包 镜像列表 镜像清单 发布制品 发布物 artifacts "
            "deliverables attachments packages-and-images images"
        ),
        synonyms={
            "name": said(
                "制品 制品名称 名称 文件名 文件名称 文件 包名 附件 附件名称 镜像 镜像名称 "
                "安装包 脚本 脚本名称 交付物 artifact file filename image name"
            ),
            "kind": said("类型 制品类型 文件类型 kind type"),
            "version": said("版本 版本号 镜像版本 tag version"),
            "checksum": said("校验值 校验码 md5 sha256 md5sum 哈希 摘要 checksum hash digest sha"),
            "location": said(
                "位置 路径 下载地址 地址 存放位置 存放路径 文件路径 链接 仓库地址 location "
                "path url link"
            ),
        },
    )

    name = Line(_("名称"), width=240)
    kind = Choice(_("类型"), of=KINDS)
    version = Line(_("版本"), code=True)
    checksum = Line(_("校验值"), code=True, width=200)
    location = Line(_("位置"), width=240)
