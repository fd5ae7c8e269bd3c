"""A script and its statements as plain values."""

from dataclasses import dataclass, field

DDL, DML = "DDL", "DML"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement.

    verb     in capitals, for example "ALTER TABLE"
    kind     DDL or DML; empty for what changes nothing (SELECT, SET, COMMIT)
    tables   what it changes, without quotes, in lower case
    risks    codes: drop, truncate, update-all, delete-all, lock
    undo     a draft of the statement that takes it back, empty when none is simple
    makes    the table that it creates
    """

    verb: str
    kind: str = ""
    tables: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    undo: str = ""
    makes: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """The statements of one cell; `understood` when every one of them was."""

    statements: tuple[Statement, ...] = ()
    understood: bool = False

    @property
    def changing(self) -> tuple[Statement, ...]:
        return tuple(one for one in self.statements if one.kind)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.kind for one in self.changing))

    @property
    def verbs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.verb for one in self.statements))

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in self.changing for name in one.tables))

    @property
    def makes(self) -> frozenset[str]:
        return frozenset(one.makes for one in self.statements if one.makes)

    @property
    def undo(self) -> str:
        """The statements back, last first; empty unless every change has one."""
        changes = self.changing
        if not self.understood or not changes or not all(one.undo for one in changes):
            return ""
        return "\n".join(one.undo for one in reversed(changes))

    def risky(self, made: frozenset[str] = frozenset()) -> list[tuple[str, Statement]]:
        """(risk, statement) of each risk; locking a table that the plan itself makes is none."""
        return [
            (risk, one)
            for one in self.statements
            for risk in one.risks
            if risk != "lock" or not one.tables or not set(one.tables) <= made
        ]


NOT_SQL = Script()


@dataclass(frozen=True, slots=True)
class Said:
    """What the words alone tell of a statement that the parser does not know."""

    kind: str
    risks: tuple[str, ...] = field(default=())
