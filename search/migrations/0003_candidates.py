from typing import Any

from django.db import migrations

CREATE = """
CREATE FUNCTION search_candidates(tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE
SET enable_seqscan = off SET enable_indexscan = off
AS 'SELECT rowid FROM search_grams WHERE search_grams @@ $1'
"""


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def remove(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION search_candidates(tsquery)")


class Migration(migrations.Migration):
    """Pieces are always looked up in the GIN index: whatever PostgreSQL thinks of the order
    and the limit, unpacking the tsvector of every row is the dearest way."""

    dependencies = [("search", "0002_grams")]
    operations = [migrations.RunPython(create, remove)]
