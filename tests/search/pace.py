"""How many questions more a search asks of PostgreSQL."""

from django.db import connection


def steps() -> int:
    """There the newest candidates are looked at first, for names and for everything."""
    return 2 if connection.vendor == "postgresql" else 0
