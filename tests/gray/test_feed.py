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
    wait_for(lambda: share(one) == 1_000, within=1, what="the change")
    assert one.current().environments == {"digest": "prod"}
    database.execute("UPDATE gray_environmentkey SET revoked_at = 'now'")
    wait_for(lambda: not one.current().environments, within=1, what="the revocation")


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
    wait_for(lambda: share(late) == 1_000, within=2, what="the database's return")


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
