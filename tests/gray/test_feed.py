"""The flag table of a process: fresh after every change, kept when the database is away."""

import json
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gray import feed
from gray.feed import Feed
from gray.links import SqliteLink
from gray.stock import Stock
from tests.processes import wait_for

TABLES = """
CREATE TABLE gray_flag (id INTEGER PRIMARY KEY, environment TEXT, key TEXT, salt TEXT,
 share INTEGER, users TEXT, on_value TEXT, off_value TEXT, enabled BOOL, revision INTEGER);
CREATE TABLE gray_environmentkey (id INTEGER PRIMARY KEY, environment TEXT, digest TEXT,
 revoked_at TEXT);
"""


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """A database of our own, seen by feeds instead of the tests' one."""
    path = tmp_path / "flags.sqlite3"
    link = sqlite3.connect(path, isolation_level=None)
    link.execute("PRAGMA journal_mode=WAL")
    link.executescript(TABLES)
    link.execute("INSERT INTO gray_environmentkey VALUES (1, 'prod', 'digest', NULL)")
    link.execute("INSERT INTO gray_flag VALUES (1,'prod','f','f',100,'[]','true','false',1,1)")

    def open_link(_channel: str) -> SqliteLink:
        if not path.exists():
            raise sqlite3.OperationalError("unable to open database file")
        return SqliteLink(str(path))

    monkeypatch.setattr(feed, "open_link", open_link)
    monkeypatch.setattr(feed, "BACK_OFF", 0.05)
    return link


@pytest.fixture
def feeds(database: sqlite3.Connection) -> Iterator[Callable[..., Feed]]:
    """Makes feeds that stop listening after the test."""
    made: list[Feed] = []

    def make(beside: Path | None = None) -> Feed:
        made.append(Feed(beside))
        return made[-1]

    yield make
    for one in made:
        one.close()


def share(one: Feed) -> Any:
    table = one.current()
    return table and table.of("prod")["f"].share


def test_the_first_question_reads_the_table_and_a_change_arrives_by_itself(database, feeds):
    one = feeds()
    assert share(one) == 100
    database.execute("UPDATE gray_flag SET share = 1000, revision = revision + 1")
    wait_for(lambda: share(one) == 1_000, within=4, what="the change")
    assert one.current().environments == {"digest": "prod"}
    database.execute("UPDATE gray_environmentkey SET revoked_at = 'now'")
    wait_for(lambda: not one.current().environments, within=4, what="the revocation")


def test_a_copy_is_left_for_a_start_without_a_database(database, feeds, tmp_path):
    beside = tmp_path / "flags.json"
    one = feeds(beside)
    assert share(one) == 100
    wait_for(beside.exists, what="the copy")
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    (tmp_path / "flags.sqlite3").rename(tmp_path / "away")
    late = feeds(beside)
    assert share(late) == 100
    (tmp_path / "away").rename(tmp_path / "flags.sqlite3")
    database.execute("UPDATE gray_flag SET share = 1000, revision = revision + 1")
    wait_for(lambda: share(late) == 1_000, within=4, what="the database's return")


def test_a_process_that_never_saw_a_table_has_none(database, feeds, tmp_path):
    (tmp_path / "flags.sqlite3").rename(tmp_path / "away")
    assert feeds().current() is None
    broken = tmp_path / "flags.json"
    broken.write_text("{")
    assert feeds(broken).current() is None


def test_a_commit_elsewhere_reads_nothing_again(database, feeds):
    one = feeds()
    assert share(one) == 100
    before = one.table
    database.execute("CREATE TABLE something (id INTEGER)")
    database.execute("INSERT INTO something VALUES (1)")
    wait_for(lambda: True)
    assert one.table is before


def test_the_copy_holds_no_secret(database, feeds, tmp_path):
    beside = tmp_path / "flags.json"
    feeds(beside).current()
    wait_for(beside.exists, what="the copy")
    assert json.loads(beside.read_text())["keys"] == [["prod", "digest"]]


class Counting:
    """A reader that remembers what it was asked."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database, self.asked = database, list[str]()

    def execute(self, query: str) -> list[Any]:
        self.asked.append(query)
        return self.database.execute(query).fetchall()


@pytest.fixture
def many(database):
    rows = [(number, f"f{number:04}") for number in range(2, 2_001)]
    database.executemany(
        "INSERT INTO gray_flag VALUES (?,'prod',?,'f',100,'[]','true','false',1,1)", rows
    )
    return Counting(database)


def test_of_a_large_table_only_what_moved_is_read_and_rendered_again(many):
    stock = Stock()
    assert stock.read(many) and len(stock.table().of("prod")) == 2_000
    assert not stock.read(many)
    before, many.asked = stock.table().of("prod"), []
    many.database.execute("UPDATE gray_flag SET share = 0, revision = 2 WHERE id = 7")
    many.database.execute("DELETE FROM gray_flag WHERE id = 9")
    assert stock.read(many)
    after = stock.table().of("prod")
    assert len(many.asked) == 2 and many.asked[1].endswith("WHERE id IN (7)")
    assert after["f0007"].share == 0 and "f0009" not in after
    assert after["f0008"] is before["f0008"]


def test_after_a_new_connection_nothing_is_taken_for_granted(many):
    stock = Stock()
    stock.read(many)
    many.database.execute("UPDATE gray_flag SET share = 0 WHERE id = 7")
    assert not stock.read(many), "a write that counted no revision: a restored database"
    stock.doubt()
    assert stock.read(many) and stock.table().of("prod")["f0007"].share == 0


def test_the_order_of_answers_does_not_depend_on_who_came_last(many):
    stock = Stock()
    stock.read(many)
    many.database.execute("INSERT INTO gray_flag SELECT 9000,'prod','a','f',1,'[]','1','0',1,1")
    stock.read(many)
    fresh = Stock()
    fresh.read(many)
    assert list(stock.table().of("prod")) == list(fresh.table().of("prod"))
    assert next(iter(stock.table().of("prod"))) == "a"
