"""Refuse UPDATE and DELETE on events in the database itself."""

from typing import Any

from django.db import migrations

_SQLITE = """
CREATE TRIGGER ground_event_no_{verb} BEFORE {VERB} ON ground_event
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
"""
_POSTGRES = """
CREATE FUNCTION ground_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'events are append-only'; END $$;
CREATE TRIGGER ground_event_append_only BEFORE UPDATE OR DELETE ON ground_event
FOR EACH ROW EXECUTE FUNCTION ground_event_refuse();
"""


def protect(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            editor.execute(_SQLITE.format(verb=verb, VERB=verb.upper()))
    else:
        editor.execute(_POSTGRES)


def unprotect(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            editor.execute(f"DROP TRIGGER ground_event_no_{verb}")
    else:
        editor.execute("DROP TRIGGER ground_event_append_only ON ground_event")
        editor.execute("DROP FUNCTION ground_event_refuse()")


class Migration(migrations.Migration):
    dependencies = [("ground", "0002_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
