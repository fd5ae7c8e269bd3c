"""Roll-back SQL finds the statement that it undoes, or stays prose."""

import pytest

from plans.reading.undoing import effects, undoes
from tests.reading.documents import read_words, rows

CHANGES = "ALTER TABLE orders ADD COLUMN state INT;\nCREATE TABLE task (id INT);\nINSERT INTO dict (k) VALUES ('a;b');"


def read_both(undo: str, heading: str = "回滚SQL") -> list[tuple[str, str]]:
    draft = read_words(
        f"## 数据库变更\n\n```\n{CHANGES}\n```\n\n### {heading}\n\n```sql\n{undo}\n```\n"
    )
    assert "DROP" in str(draft.as_json())
    return rows(draft, "sql_changes", "statement", "rollback")


@pytest.mark.parametrize("heading", ["回滚SQL", "回退脚本", "Rollback"])
def test_each_statement_gets_what_undoes_it(heading: str) -> None:
    undo = "DROP TABLE IF EXISTS `task`;\nALTER TABLE shop.orders DROP COLUMN state;\nDELETE FROM dict WHERE k = 'a;b';\n-- DROP"
    assert [back for _forth, back in read_both(undo, heading)] == [
        "ALTER TABLE shop.orders DROP COLUMN state",
        "DROP TABLE IF EXISTS `task`",
        "DELETE FROM dict WHERE k = 'a;b'",
    ]


def test_a_script_that_undoes_something_else_stays_prose() -> None:
    draft = read_words(
        f"## 数据库变更\n\n```\n{CHANGES}\n```\n\n### 回滚\n\n```\nDROP TABLE other;\nDROP TABLE task;\n```\n"
    )
    assert rows(draft, "sql_changes", "rollback") == ["", "DROP TABLE task", ""]
    assert "DROP TABLE other" in draft.notes[0]["text"]


def test_two_statements_on_one_table_are_not_told_apart() -> None:
    draft = read_words(
        "## SQL\n\n```\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\n```\n\n## 回滚\n\n```\nDELETE FROM a WHERE id = 1;\n```\n"
    )
    assert rows(draft, "sql_changes", "rollback") == ["", ""]
    assert "DELETE FROM a" in draft.notes[0]["text"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("-- 回滚: DROP TABLE a\nCREATE TABLE a (id INT);\n-- 回滚: DROP TABLE b\nCREATE TABLE b (id INT);", ["DROP TABLE a", "DROP TABLE b"]),
        ("CREATE TABLE a (id INT);\n-- 回滚: DROP TABLE a;\nUPDATE c SET d = 1;", ["DROP TABLE a", ""]),
        ("UPDATE c SET d = 1; -- 回滚: UPDATE c SET d = 0\nUPDATE c SET e = 1;", ["UPDATE c SET d = 0", ""]),
        ("UPDATE c SET d = 1;\n-- 回滚：从备份恢复", ["从备份恢复"]),
    ],
)  # fmt: skip
def test_comments_that_undo_go_to_their_statement(code: str, found: list[str]) -> None:
    assert rows(read_words(f"## SQL\n\n```sql\n{code}\n```\n"), "sql_changes", "rollback") == found


@pytest.mark.parametrize(
    ("undo", "done"),
    [
        ("drop index i on t", "create unique index i on t (a, b)"),
        ("alter table t drop index i", "alter table t add index i (a), add column c int"),
        ("rename table b to a", "rename table a to b"),
        ("alter table t modify c int", "alter table t modify column c bigint"),
        ("truncate table t", "insert into t select * from u"),
    ],
)
def test_what_undoes_what(undo: str, done: str) -> None:
    assert undoes(effects(undo), effects(done))


@pytest.mark.parametrize(
    ("undo", "done"),
    [
        ("drop table a", "create table b (id int)"),
        ("alter table t drop column c", "alter table u add column c int"),
        ("select 1", "create table b (id int)"),
        ("drop table a, b", "create table a (id int)"),
    ],
)
def test_what_does_not_undo(undo: str, done: str) -> None:
    assert not undoes(effects(undo), effects(done))
