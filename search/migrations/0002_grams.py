from typing import Any

from django.db import migrations

FULL_TEXT = (
    "CREATE VIRTUAL TABLE search_grams USING fts5("
    "grams, content='', columnsize=0, detail=none, tokenize='ascii')"
)
CREATE = {
    "sqlite": (FULL_TEXT,),
    "postgresql": (
        "CREATE TABLE search_grams (rowid bigint PRIMARY KEY, search_grams tsvector NOT NULL)",
        "CREATE INDEX search_grams_gin ON search_grams USING gin (search_grams)",
    ),
}


def create(apps: Any, schema_editor: Any) -> None:
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE search_grams")


class Migration(migrations.Migration):
    """The table of pieces: a full-text table in SQLite, a tsvector in PostgreSQL."""

    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]
