"""The section `sql_changes`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section
from plans.tables.words import said


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
        helpers={"statement": ("sql",), "rollback": ("sql_undo",)},
        headings=said(
            "数据库变更 数据库申请变更 数据库 sql sql变更 数据库脚本 sql脚本 ddl dml "
            "ddl变更 dml变更 ddl语句 dml语句 表结构变更 数据变更 数据库升级 数据订正 "
            "数据初始化 db变更 db脚本 数据库改动 sql语句 数据迁移 数据库迁移 database "
            "database-changes sql-changes schema-changes migrations db-changes"
        ),
        told={"kind": (("DDL", r"\bddl|表结构"), ("DML", r"\bdml|数据初始化|数据订正"))},
        synonyms={
            "database": said(
                "数据库 库名 库 数据源 实例 数据库名 数据库实例 schema database db instance"
            ),
            "kind": said("类型 变更类型 sql类型 脚本类型 操作类型 kind type"),
            "statement": said(
                "sql sql语句 语句 脚本 变更语句 执行语句 sql脚本 变更sql 执行sql 脚本内容 "
                "变更内容 statement script"
            ),
            "rollback": said(
                "回滚 回滚语句 回滚sql 回滚脚本 回退语句 回退sql 回滚方案 rollback undo"
            ),
            "executor": said("执行人 执行人员 dba 操作人 executor operator"),
            "note": said("说明 备注 描述 用途 变更说明 影响 note description remark"),
        },
    )

    database = Line(_("数据库"), code=True, width=130)
    kind = Choice(_("类型"), of=KINDS, width=80)
    statement = Prose(_("SQL 语句"), code=True, width=360)
    rollback = Prose(_("回滚语句"), code=True, width=280)
    executor = Line(_("执行人"), people=True)
    note = Prose(_("说明"))
