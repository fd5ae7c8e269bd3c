"""The section `sql_changes`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section


class SqlChange(TickedRow):
    """A statement that changes a database; `kind` is what the author declares."""

    KINDS = (("DDL", "DDL"), ("DML", "DML"))

    section = Section(
        "sql_changes",
        _("数据库变更"),
        order=410,
        identity=("statement",),
        editors=("dev", "dba"),
        recorders=("dba",),
    )

    database = Line(_("数据库"), code=True, width=130)
    kind = Choice(_("类型"), of=KINDS, width=80)
    statement = Prose(_("SQL 语句"), code=True, width=360)
    rollback = Prose(_("回滚语句"), code=True, width=280)
    executor = Line(_("执行人"), people=True)
    note = Prose(_("说明"))
