"""Statements that no parser here knows, by their first words."""

import re

from plans.sqltext.script import DDL, DML, Said, Statement

_KNOWN = {
    "CREATE": Said(DDL),
    "ALTER": Said(DDL, ("lock",)),
    "DROP": Said(DDL, ("drop",)),
    "TRUNCATE": Said(DDL, ("truncate",)),
    "RENAME": Said(DDL),
    "COMMENT": Said(DDL),
    "GRANT": Said(DDL),
    "REVOKE": Said(DDL),
    "INSERT": Said(DML),
    "REPLACE": Said(DML),
    "UPDATE": Said(DML),
    "DELETE": Said(DML),
    "MERGE": Said(DML),
    "LOAD": Said(DML),
    "CALL": Said(DML),
    "EXEC": Said(DML),
    "LOCK": Said("", ("lock",)),
    "UNLOCK": Said(""),
    "SELECT": Said(""),
    "SET": Said(""),
    "USE": Said(""),
    "ANALYZE": Said(""),
    "OPTIMIZE": Said("", ("lock",)),
    "SHOW": Said(""),
    "COMMIT": Said(""),
    "ROLLBACK": Said(""),
}
_FIRST = re.compile(r"\s*([A-Za-z]+)\b(?:\s+(TABLE|INDEX|VIEW|INTO|FROM)\b)?", re.IGNORECASE)
_TABLE = re.compile(r"\b(?:TABLES?|INTO|FROM|UPDATE)\s+[`\"]?([\w.$]+)", re.IGNORECASE)
EASED = re.compile(r"\bALGORITHM\b|\bLOCK\s*=|\bCONCURRENTLY\b|\bONLINE\b", re.IGNORECASE)


def by_words(text: str) -> Statement | None:
    """The statement as its words tell it; None when it does not begin like SQL."""
    first = _FIRST.match(text)
    said = _KNOWN.get(first[1].upper()) if first else None
    if first is None or said is None:
        return None
    table = _TABLE.search(text)
    risks = () if "lock" in said.risks and EASED.search(text) else said.risks
    return Statement(
        " ".join(word.upper() for word in first.groups() if word),
        said.kind,
        (table[1].lower(),) if table else (),
        risks,
    )
