"""From what a document calls a role to the part it plays here (pure).

The words come from the documents of the genre; the first part whose word
occurs in the role text wins, so the narrower words stand first.
"""

from django.utils.translation import gettext_lazy as _

PARTS = (
    ("pm", _("项目负责人")),
    ("dba", "DBA"),
    ("ops", _("运维")),
    ("test", _("测试")),
    ("product", _("产品")),
    ("dev", _("开发")),
    ("other", _("其他成员")),
)
LABELS = dict(PARTS)

_WORDS = (
    ("dba", ("dba", "数据库")),
    ("ops", ("运维", "ops", "sre", "发布工程师", "部署", "devops", "配置管理", "系统管理员")),
    ("test", ("测试", "qa", "test", "质量")),
    ("product", ("产品", "product", "业务负责人", "业务方", "需求", "运营", "po")),
    ("pm", ("项目负责人", "项目经理", "pm", "发布负责人", "总负责", "发布经理", "项目管理")),
    (
        "dev",
        (
            "服务端", "后端", "前端", "开发", "研发", "客户端", "移动端", "安卓", "android", "ios",
            "h5", "web", "java", "架构", "算法", "大数据", "技术负责人", "dev", "backend",
            "frontend", "小程序", "工程师",
        ),
    ),
)  # fmt: skip


def part_of(role: str) -> str:
    """pm, dev, test, dba, ops, product or other for a role such as "前端(H5)"."""
    words = role.casefold()
    for part, known in _WORDS:
        if any(word in words for word in known):
            return part
    return "other"


def label_of(part: str) -> str:
    return str(LABELS.get(part, part))
