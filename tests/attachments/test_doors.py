"""Attachments through pages and the interface: who gets the bytes, and how harmless they are."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attachments.models import Attachment
from attachments.vault import path_of
from people.actions import create_token
from plans.actions import create_plan
from plans.models import Plan
from tests.attachments.conftest import LOG, PNG, SHA256, Hang

pytestmark = pytest.mark.long

Open = Callable[[Any], Client]


@pytest.fixture
def base(plan: Plan) -> str:
    return f"/plans/{plan.number}/attachments/"


@pytest.fixture
def rest(plan: Plan) -> str:
    return f"/api/v1/plans/{plan.number}/attachments/"


def upload(name: str = "结果.log", data: bytes = LOG, media: str = "text/plain") -> Any:
    return SimpleUploadedFile(name, data, content_type=media)


def test_a_file_is_hung_and_listed(
    base: str, check: Any, signed_in: Open, cast: SimpleNamespace
) -> None:
    rob, here = signed_in(cast.rob), f"{base}at/checks/{check.pk}/"
    assert "还没有附件" in rob.get(here).content.decode()
    answer = rob.post(here, {"file": upload(), "note": "昨晚备份"})
    html = answer.content.decode()
    assert answer.headers["HX-Trigger"] == "attachments-changed"
    assert "结果.log" in html and "昨晚备份" in html and SHA256 in html
    assert f'"checks:{check.pk}": 1' in rob.get(f"{base}panel/").content.decode()
    assert "备份完成" in rob.get(base).content.decode()
    assert rob.post(here, {"note": "没有文件"}).status_code == 400


def test_a_reader_sees_files_and_why_they_cannot_add(
    base: str, hang: Hang, check: Any, signed_in: Open, cast: SimpleNamespace
) -> None:
    made, eve = hang(), signed_in(cast.eve)
    here = f"{base}at/checks/{check.pk}/"
    html = eve.get(here).content.decode()
    assert "备份.log" in html and "发布人员" in html and "data-attach" not in html
    assert eve.post(here, {"file": upload()}).status_code == 403
    assert eve.post(f"{base}{made.pk}/removal/", {"reason": "x"}).status_code == 403
    assert b"".join(eve.get(f"{base}{made.pk}/file/").streaming_content) == LOG


def test_bytes_of_a_hidden_plan_are_not_there(
    plan: Plan, base: str, rest: str, hang: Hang, signed_in: Open, cast: SimpleNamespace
) -> None:
    made = hang(PNG, "a.png")
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    eve, rob = signed_in(cast.eve), signed_in(cast.rob)
    for path in ("file/", "picture/"):
        assert eve.get(f"{base}{made.pk}/{path}").status_code == 404
        assert rob.get(f"{base}{made.pk}/{path}").status_code == 200
    assert eve.get(f"{rest}{made.pk}/file/").status_code == 404


def test_an_attachment_of_another_plan_is_not_there(
    hang: Hang, cast: SimpleNamespace, ann: Client
) -> None:
    other = create_plan(by=cast.ann, title="别的")
    assert ann.get(f"/plans/{other.number}/attachments/{hang().pk}/file/").status_code == 404


SHOWN = {
    "Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.html", b"<script>alert(document.cookie)</script>"),
        ("a.pdf", b"%PDF-1.7 <script>alert(1)</script>"),
        ("a.txt", b"GIF89b<script>"),
    ],
)
@pytest.mark.parametrize("path", ["file/", "picture/"])
def test_nothing_but_a_picture_is_ever_shown(
    name: str, data: bytes, path: str, base: str, hang: Hang, ann: Client
) -> None:
    answer = ann.get(f"{base}{hang(data, name, media='image/svg+xml').pk}/{path}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert {key: answer.headers[key] for key in SHOWN} == SHOWN


def test_a_picture_is_shown_where_it_can_do_nothing(base: str, hang: Hang, ann: Client) -> None:
    made = hang(PNG, "截图.png")
    answer = ann.get(f"{base}{made.pk}/picture/")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert {key: answer.headers[key] for key in SHOWN} == SHOWN
    saved = ann.get(f"{base}{made.pk}/file/")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Length"] == str(len(PNG))
    again = ann.get(f"{base}{made.pk}/file/", headers={"if-none-match": saved.headers["ETag"]})
    assert again.status_code == 304


def test_bytes_that_the_disk_lost_are_said_to_be(base: str, hang: Hang, ann: Client) -> None:
    made = hang()
    path_of(SHA256).unlink()
    answer = ann.get(f"{base}{made.pk}/file/")
    assert answer.status_code == 503 and "备份" in answer.content.decode()


def test_removing_asks_why_and_shows_it(
    base: str, hang: Hang, signed_in: Open, cast: SimpleNamespace
) -> None:
    made, rob = hang(), signed_in(cast.rob)
    assert rob.post(f"{base}{made.pk}/removal/", {"reason": ""}).status_code == 400
    html = rob.post(f"{base}{made.pk}/removal/", {"reason": "传错了"}).content.decode()
    assert "传错了" in html and "删除过 1 个" in html
    assert rob.get(f"{base}{made.pk}/file/").status_code == 404
    assert "传错了" in rob.get(base).content.decode()


def test_a_machine_hangs_reads_and_removes(
    plan: Plan, rest: str, check: Any, client: Client, cast: SimpleNamespace
) -> None:
    _token, text = create_token(
        cast.rob, by=cast.rob, name="CI", scopes=["read", "write"], expires_at=None
    )
    head = {"Authorization": f"Bearer {text}"}
    made = client.post(
        rest, {"file": upload(), "section": "checks", "row": check.pk, "note": "CI"}, headers=head
    )
    assert made.status_code == 201, made.content
    one = made.json()
    assert (one["sha256"], one["row"], one["name"]) == (SHA256, check.pk, "结果.log")
    assert b"".join(client.get(one["url"], headers=head).streaming_content) == LOG
    listed = client.get(rest, {"section": "checks", "row": check.pk}, headers=head).json()
    assert [each["id"] for each in listed["results"]] == [one["id"]]
    assert client.get(rest, {"row": "x"}, headers=head).json()["results"] == []
    address = f"{rest}{one['id']}/"
    bare = client.delete(address, headers=head)
    assert bare.status_code == 400 and "原因" in bare.json()["detail"]
    assert client.delete(f"{address}?reason=错", headers=head).status_code == 204
    assert client.get(rest, headers=head).json()["results"] == []
    [gone] = client.get(rest, {"removed": "true"}, headers=head).json()["results"]
    assert (gone["reason"], gone["url"]) == ("错", None)


def test_problems_are_told_as_problem_documents(rest: str, ann: Client, settings: Any) -> None:
    settings.ATTACHMENT_MAX_MB = 1
    for sent, status in (
        ({}, 400), ({"file": upload(data=b"")}, 400), ({"file": upload(data=b"\x7fELF\x00")}, 400),
        ({"file": upload(data=b"a" * 1_100_000)}, 400),
        ({"file": upload(), "section": "nothing"}, 404),
        ({"file": upload(), "section": "apps", "row": "-1"}, 400),
        ({"file": upload(), "note": "长" * 501}, 400),
    ):  # fmt: skip
        answer = ann.post(rest, sent)
        assert answer.status_code == status and answer.json()["detail"], sent
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert ann.post(rest, {"file": upload()}).status_code == 201
    assert ann.post(rest, {"file": upload()}).status_code == 409
    assert Attachment.objects.count() == 1


def test_a_read_only_token_hangs_nothing(rest: str, client: Client, cast: SimpleNamespace) -> None:
    _token, text = create_token(cast.ann, by=cast.ann, name="看", scopes=["read"], expires_at=None)
    head = {"Authorization": f"Bearer {text}"}
    assert client.post(rest, {"file": upload()}, headers=head).status_code == 403
    assert client.get(rest, headers=head).status_code == 200
