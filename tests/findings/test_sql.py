"""SQL: kind, dangers, the way back; and that nothing brings the reader down."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.sqltext import LONGEST, read_sql
from tests.findings.saying import codes, only


def of(statement: str, **more: str) -> list[str]:
    row = {"statement": statement, "rollback": "见附件", **more}
    return codes(sql_changes=[row])


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DROP TABLE t_order", "sql-drop"),
        ("ALTER TABLE t DROP COLUMN a, ALGORITHM=INPLACE", "sql-drop"),
        ("TRUNCATE TABLE t_order", "sql-truncate"),
        ("UPDATE t SET a = 1", "sql-update-all"),
        ("UPDATE t SET a = 1 WHERE 1 = 1", "sql-update-all"),
        ("DELETE FROM t", "sql-delete-all"),
        ("DELETE FROM t WHERE true", "sql-delete-all"),
        ("ALTER TABLE t ADD COLUMN a int", "sql-lock"),
        ("CREATE INDEX i ON t (a)", "sql-lock"),
        ("LOCK TABLES t WRITE", "sql-lock"),
    ],
)
def test_dangerous_statements_are_warnings(statement: str, code: str) -> None:
    (found,) = only(code, sql_changes=[{"statement": statement, "rollback": "见附件"}])
    assert (found.level, found.field) == ("warning", "statement")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE t SET a = 1 WHERE id = 3",
        "DELETE FROM t WHERE created < '2020-01-01'",
        "DELETE FROM t LIMIT 100",
        "UPDATE t1 JOIN t2 ON t1.id = t2.id SET t1.a = 1",
        "ALTER TABLE t ADD COLUMN a int, ALGORITHM=INPLACE, LOCK=NONE",
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "CREATE TABLE t (id bigint)",
        "INSERT INTO t (id) VALUES (1)",
        "SELECT 1",
        "DROP INDEX i ON t",
    ],
)
def test_careful_statements_are_not(statement: str) -> None:
    assert of(statement) == []


def test_an_online_tool_named_in_the_note_takes_the_lock_away() -> None:
    assert of("ALTER TABLE t ADD COLUMN a int", note="用 gh-ost 执行") == []


def test_a_table_that_the_plan_makes_cannot_be_locked_by_it() -> None:
    rows = [
        {"statement": "CREATE TABLE t (id int)", "rollback": "x"},
        {"statement": "ALTER TABLE t ADD COLUMN a int", "rollback": "x"},
    ]
    assert codes(sql_changes=rows) == []


def test_the_declared_kind_is_compared_with_the_parsed_one() -> None:
    (found,) = only(
        "sql-kind",
        sql_changes=[{"kind": "DML", "statement": "CREATE TABLE t (id int)", "rollback": "x"}],
    )
    assert found.fixes[0].as_json()["values"] == {"kind": "DDL"}
    assert of("CREATE TABLE t (id int)", kind="DDL") == []
    assert of("SELECT 1", kind="DML") == []


def test_a_mixture_is_said_and_has_no_button() -> None:
    mixed = "CREATE TABLE t (id int); INSERT INTO t (id) VALUES (1)"
    (found,) = only("sql-kind", sql_changes=[{"kind": "DDL", "statement": mixed, "rollback": "x"}])
    assert found.fixes == ()


@pytest.mark.parametrize(
    ("statement", "undo"),
    [
        ("CREATE TABLE t (id int)", "DROP TABLE t;"),
        ("ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int", "ALTER TABLE t DROP COLUMN b, DROP COLUMN a;"),
        ("ALTER TABLE `t` ADD INDEX `i` (`a`)", "ALTER TABLE `t` DROP INDEX `i`;"),
        ("CREATE INDEX i ON t (a)", "DROP INDEX i ON t;"),
        ("CREATE INDEX CONCURRENTLY i ON t (a)", "DROP INDEX i;"),
        ("INSERT INTO t (id, n) VALUES (1, 'a'), (2, 'b')",
         "DELETE FROM t WHERE id = 1;\nDELETE FROM t WHERE id = 2;"),
        ("INSERT INTO t (k, v) VALUES ('x', 'y')", "DELETE FROM t WHERE k = 'x' AND v = 'y';"),
        ("CREATE TABLE a (id int); CREATE TABLE b (id int)", "DROP TABLE b;\nDROP TABLE a;"),
    ],
)  # fmt: skip
def test_a_plain_way_back_is_drafted(statement: str, undo: str) -> None:
    (found,) = only("sql-no-rollback", sql_changes=[{"statement": statement}])
    drafted = found.fixes[0].as_json()["values"]["rollback"]
    assert drafted.startswith("-- ")
    assert drafted.partition("\n")[2] == undo


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE IF NOT EXISTS t (id int)",
        "CREATE OR REPLACE VIEW v AS SELECT 1",
        "ALTER TABLE t MODIFY COLUMN a bigint",
        "ALTER TABLE t ADD COLUMN a int, MODIFY COLUMN b int",
        "INSERT INTO t VALUES (1)",
        "INSERT INTO t (id) SELECT id FROM x",
        "INSERT IGNORE INTO t (id) VALUES (1)",
        "INSERT INTO t (id) VALUES (1) ON DUPLICATE KEY UPDATE a = 1",
        "INSERT INTO t (k, at) VALUES ('x', now())",
        "UPDATE t SET a = 1 WHERE id = 3",
        "CREATE TABLE a (id int); UPDATE t SET a = 1 WHERE id = 3",
    ],
)
def test_no_way_back_is_invented(statement: str) -> None:
    (found,) = only("sql-no-rollback", sql_changes=[{"statement": statement}])
    assert found.fixes == ()


def test_a_query_needs_no_way_back() -> None:
    assert codes(sql_changes=[{"statement": "SELECT count(*) FROM t"}]) == []


@pytest.mark.parametrize(
    "text", ["见附件 alfred.sql", "新增了四张表", "((((", "N/A", "a" * (LONGEST + 1)]
)
def test_what_is_no_sql_is_a_hint_at_most(text: str) -> None:
    found = only("sql-unread", sql_changes=[{"statement": text}])
    assert [one.level for one in found] == ["hint"]


def test_dialects_beside_each_other_are_understood() -> None:
    assert read_sql("ALTER TABLE t ADD (a varchar2(10))").understood
    assert read_sql("CREATE TABLE t (id number(10)) TABLESPACE x;").makes == {"t"}
    assert read_sql("REPLACE INTO t (id) VALUES (1)").kinds == ("DML",)
    assert read_sql("RENAME TABLE a TO b").kinds == ("DDL",)
    assert read_sql("DROP TABLE a.x, y").tables == ("a.x", "y")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.lists(st.sampled_from(
    ["SELECT", "(", ")", "DELETE FROM t", ";", "'", "`", "--", "/*", "WHERE", "1", ",", "CASE"]
), max_size=60).map(" ".join))  # fmt: skip
def test_no_text_breaks_the_reader(text: str) -> None:
    script = read_sql(text)
    assert isinstance(script.undo, str)
    assert script.risky() is not None


@pytest.mark.parametrize("text", ["(" * 5_000, "SELECT " + "(" * 300 + "1" + ")" * 300, "a." * 5_000,
                                  "SELECT " + "-" * 9_000 + "1", "CASE WHEN " * 900])  # fmt: skip
def test_hostile_sql_takes_no_time(text: str) -> None:
    begun = time.process_time()
    read_sql(text)
    assert time.process_time() - begun < 3
