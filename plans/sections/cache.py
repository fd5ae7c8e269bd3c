"""The section `caches`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section


class Cache(TickedRow):
    """A cache instance to apply for, clear or warm."""

    OPERATIONS = (("apply", _("申请")), ("clear", _("清除")), ("warm", _("预热")))

    section = Section("caches", _("缓存"), order=420, identity=("command",), recorders=("ops",))

    instance = Line(_("实例"), code=True, width=160)
    operation = Choice(_("操作"), of=OPERATIONS)
    command = Prose(_("命令"), code=True, width=320)
    note = Prose(_("说明"))
