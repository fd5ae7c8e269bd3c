"""How each database is asked: the one place that knows them apart."""

from typing import Any

from django.db import models
from django.db.models.lookups import Lookup

Asked = tuple[str, tuple[Any, ...]]


class PiecesField(models.Field):
    """The set of pieces of a subject: FTS5 in SQLite, tsvector with GIN in PostgreSQL."""

    def get_internal_type(self) -> str:
        return "TextField"


@PiecesField.register_lookup
class HasAll(Lookup):
    """`grams__has_all=["发布", "coi"]`: every piece is there."""

    lookup_name = "has_all"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Asked:
        return "%s", (value,)

    def as_sqlite(self, compiler: Any, connection: Any) -> Asked:
        lhs, params = self.process_lhs(compiler, connection)
        asked = " ".join(f'"{piece}"' for piece in self.rhs)
        return f"{lhs} MATCH %s", (*params, asked)

    def as_postgresql(self, compiler: Any, connection: Any) -> Asked:
        lhs, params = self.process_lhs(compiler, connection)
        asked = " & ".join(f"'{piece}'" for piece in self.rhs)
        return f"{lhs} @@ %s::tsquery", (*params, asked)


@models.TextField.register_lookup
class Holds(Lookup):
    """`folded__holds="coin-center"`: exactly these characters, no pattern."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> Asked:
        lhs, params = self.process_lhs(compiler, connection)
        find = "strpos" if connection.vendor == "postgresql" else "instr"
        return f"{find}({lhs}, %s) > 0", (*params, self.rhs)
