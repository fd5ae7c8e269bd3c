"""Telling other processes, at commit, that a table changed (PostgreSQL; SQLite is watched)."""

from django.db import connection


def notify(channel: str) -> None:
    """NOTIFY without a payload; inside a transaction it goes out with the commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [channel])
