"""The section `caches`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section
from plans.tables.words import said


class Cache(TickedRow):
    """A cache instance to apply for, clear or warm."""

    OPERATIONS = (("apply", _("申请")), ("clear", _("清除")), ("warm", _("预热")))

    section = Section(
        "caches",
        _("缓存"),
        order=420,
        identity=("command",),
        recorders=("ops",),
        headings=said(
            "缓存 redis redis申请缓存预热 redis申请 缓存预热 缓存清除 缓存清理 缓存变更 "
            "缓存操作 redis变更 redis缓存 cache caches caching redis-changes"
        ),
        told={"operation": (("warm", "预热|warm"), ("clear", "清除|清理|清空|clear|flush"))},
        synonyms={
            "instance": said("实例 redis实例 集群 缓存实例 缓存 redis instance cluster"),
            "operation": said("操作 动作 操作类型 类型 operation action"),
            "command": said("命令 key 缓存key 缓存键 操作命令 执行命令 脚本 command keys script"),
            "note": said("说明 备注 描述 note description remark"),
        },
    )

    instance = Line(_("实例"), code=True, width=160)
    operation = Choice(_("操作"), of=OPERATIONS)
    command = Prose(_("命令"), code=True, width=320)
    note = Prose(_("说明"))
