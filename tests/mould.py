"""The migrated SQLite database: made once, then copied by every process of every run.

Migrating takes six seconds. Django still looks through its migrations afterwards, so a mould
that lacks one would get it; one that was made of other files has another name.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.gettempdir()) / f"releaseplan-moulds-{os.getuid()}"
KEPT = 3 * 24 * 3600
"""Seconds for which a mould that nobody copies stays."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> Iterator[None]:
    """Lays a copy of the mould where Django is about to make its database."""
    if connection.vendor != "sqlite":
        yield
        return
    own = Path(connection.settings_dict["TEST"]["NAME"])
    with django_db_blocker.unblock():
        cast(own)
    yield
    with django_db_blocker.unblock():
        connection.close()
    for part in own.parent.glob(f"{own.name}*"):
        part.unlink()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Django takes what lies there."""
    return connection.vendor == "sqlite" or bool(request.config.getvalue("reuse_db"))


def cast(copy: Path) -> None:
    """A fresh database with all tables at this place."""
    mould = kept()
    copy.parent.mkdir(parents=True, exist_ok=True)
    for part in copy.parent.glob(f"{copy.name}*"):
        part.unlink()
    shutil.copyfile(mould, copy)


def recast() -> None:
    """The test's own database is again what it was at the start."""
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{kept()}?immutable=1", uri=True)) as mould:
        mould.backup(connection.connection)


@cache
def kept() -> Path:
    """Where the mould is; it is made when it is not there yet."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    mould = FOLDER / f"{_mark()}.sqlite3"
    with _alone(FOLDER / "lock"):
        if not mould.exists():
            _make(mould)
        mould.touch()
        _forget()
    return mould


def _make(mould: Path) -> None:
    """Half a mould never bears the name."""
    made = mould.with_suffix(".part")
    made.unlink(missing_ok=True)
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(made)
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    made.replace(mould)


def _forget() -> None:
    for mould in FOLDER.glob("*.sqlite3"):
        if mould.stat().st_mtime < time.time() - KEPT:
            mould.unlink()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Whoever comes second waits until the mould is there."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _mark() -> str:
    """Of all that decides how the tables become: migrations, what they import, Django, SQLite."""
    mark = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for name, path in sorted(_sources().items()):
        mark.update(f"\0{name}\0".encode() + path.read_bytes())
    return mark.hexdigest()[:16]


def _sources() -> dict[str, Path]:
    """The migrations of every app, and what of this house they import, directly or not."""
    found: dict[str, Path] = {}
    for app in apps.get_app_configs():
        for path in (Path(app.path) / "migrations").glob("*.py"):
            found[f"{app.label}/{path.name}"] = path
    unread = list(found.values())
    while unread:
        for path in _imported(unread.pop()):
            name = str(path.relative_to(ROOT))
            if name not in found:
                found[name] = path
                unread.append(path)
    return found


def _imported(path: Path) -> Iterator[Path]:
    """Files of this house that this one imports, at its top or later."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        for name in _names(node):
            yield from _file(name)


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return []


def _file(name: str) -> Iterator[Path]:
    if not (ROOT / name.split(".")[0]).is_dir():
        return
    place = ROOT.joinpath(*name.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            yield path
