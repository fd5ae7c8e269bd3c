"""SQL, or SQL and a database: its statements are executed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _

from gray.needs.base import Need, led_by, named, same
from gray.needs.ticked import of_name, open_rows
from gray.standing import Standing
from gray.words import Sentence, sentence
from plans.document import Document


@dataclass(frozen=True)
class Sql(Need):
    """The statements of one database, or of all when `database` is empty."""

    database: str
    form = _("SQL 库名")

    @classmethod
    def read(cls, text: str) -> Self | None:
        database = led_by(text, "sql", "数据库变更", "数据库", "database")
        return None if database is None else cls(text, database)

    @classmethod
    def offers(cls, document: Document) -> Iterable[str]:
        names = named(document, "sql_changes", "database")
        return ["SQL", *(f"SQL {name}" for name in names)] if document.rows("sql_changes") else []

    def is_known(self, document: Document) -> bool:
        names = named(document, "sql_changes", "database")
        return any(same(name, self.database) for name in names) or (
            not self.database and bool(document.rows("sql_changes"))
        )

    def lacks(self, standing: Standing, author: int | None) -> Sentence | None:
        rows = of_name(standing.rows("sql_changes"), "database", self.database)
        if not rows:
            return sentence(
                "need", _("依赖“%(need)s”，计划里没有这样的数据库变更。"), need=self.text
            )
        left = len(open_rows(rows))
        if not left:
            return None
        if not self.database:
            return sentence("need", _("等 SQL 执行完，还有 %(n)d 条。"), n=left)
        text = _("等 %(database)s 的 SQL 执行完，还有 %(n)d 条。")
        return sentence("need", text, database=self.database, n=left)
