"""Somebody hangs a file on a row of ann's plan."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from attachments.actions import attach
from attachments.models import Attachment
from plans.actions import add_rows
from plans.models import Plan

Hang = Callable[..., Attachment]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
LOG = "执行成功，影响 3 行\n".encode()
SHA256 = hashlib.sha256(LOG).hexdigest()
MD5 = hashlib.md5(LOG).hexdigest()


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    """A vault of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def check(plan: Plan, cast: SimpleNamespace) -> Any:
    """An item of the checklist, which everybody with a trade may tick."""
    rows = [{"group": "发布前", "item": "备份完成", "blocking": True}]
    return add_rows(plan, "checks", by=cast.ann, rows=rows)[0]


@pytest.fixture
def hang(plan: Plan, cast: SimpleNamespace, check: Any) -> Hang:
    """hang() a log as rob on the item of the checklist, unless told otherwise."""

    def do(
        data: bytes = LOG,
        name: str = "备份.log",
        *,
        by: Any = None,
        section: str = "checks",
        row: int | None = None,
        note: str = "",
        media: str = "text/plain",
    ) -> Attachment:
        file = SimpleUploadedFile(name, data, content_type=media)
        where = check.pk if row is None else row
        return attach(plan, by=by or cast.rob, section=section, row=where, file=file, note=note)

    return do
