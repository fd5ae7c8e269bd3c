"""What bytes are, what a file may be called, and when a checksum fits: the pure rules."""

import io
import tarfile
import zipfile

import pytest

from attachments.checksums import DIFFERS, MATCHES, marks, promised
from attachments.kinds import HEAD, SHOWN, kind_of
from attachments.names import LONGEST, MOST_BYTES, plain_name
from ground.errors import Invalid
from tests.attachments.conftest import MD5, PNG, SHA256, Hang


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("[Content_Types].xml", "<x/>")
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as made:
        made.addfile(tarfile.TarInfo("a.txt"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (zipped(), "application/zip"),
        (tarred()[:HEAD], "application/x-tar"),
        (b"\x1f\x8b\x08\x00", "application/gzip"),
        ("执行成功\n".encode(), "text/plain"),
        ("执行成功，影响 3 行".encode("gb18030"), "text/plain"),
        ("执行成功".encode("utf-16"), "text/plain"),
        (("回" * 3000).encode()[:HEAD], "text/plain"),
        (b"\x1b[32mBUILD SUCCESS\x1b[0m\r\n", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain"),
        (b"<!doctype html><script>alert(1)</script>", "text/plain"),
    ],
)
def test_the_bytes_say_what_a_file_is(head: bytes, media: str) -> None:
    kind = kind_of(head)
    assert kind is not None and kind.media == media


def test_only_pictures_are_shown() -> None:
    assert {"image/png", "image/jpeg", "image/gif", "image/webp"} == SHOWN


@pytest.mark.parametrize(
    "head",
    [
        b"MZ\x90\x00\x03\x00\x00\x00", b"\x7fELF\x02\x01\x01\x00", b"\xcf\xfa\xed\xfe\x07\x00",
        b"\xca\xfe\xba\xbe\x00\x00\x00\x41", b"\x00\x01\x02\x03", b"text\x00with nul",
    ],
)  # fmt: skip
def test_programs_and_the_unknown_are_refused(head: bytes, hang: Hang) -> None:
    assert kind_of(head) is None
    with pytest.raises(Invalid, match="不能直接上传"):
        hang(head, "tool.txt")


@pytest.mark.parametrize("name", ["截图.png", "report.pdf", "app.jar", "IMAGE.JPG"])
def test_a_name_that_promises_something_else_is_refused(name: str, hang: Hang) -> None:
    with pytest.raises(Invalid, match="后缀不符"):
        hang(b"<script>alert(1)</script>", name)


def test_what_the_sender_calls_it_changes_nothing(hang: Hang) -> None:
    made = hang(b"<svg/>", "a.svg", media="image/svg+xml")
    assert (made.media, made.declared) == ("text/plain", "image/svg+xml")


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("结果.log", "结果.log"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\ann\报告（终）.docx", "报告（终）.docx"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("zero\u200bwidth\x00.txt", "zerowidth.txt"),
        (".htaccess", "htaccess"),
        ("trailing. . ", "trailing"),
        ("what?*|<>.txt", "what.txt"),
        ("", "file"),
        ("..", "file"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
    ],
)
def test_names_are_plain(given: str, plain: str) -> None:
    assert plain_name(given) == plain


@pytest.mark.parametrize("given", ["长" * 500 + ".png", "a" * 500 + ".tar.gz", "b" * 500])
def test_long_names_keep_their_ending(given: str) -> None:
    name = plain_name(given)
    assert len(name) <= LONGEST and len(name.encode()) <= MOST_BYTES
    assert name.rpartition(".")[2] == given.rpartition(".")[2] or "." not in given


def test_a_row_promises_the_checksums_that_it_gives() -> None:
    assert promised({"checksum": f" MD5：{MD5.upper()} "}) == {MD5}
    assert promised({"checksum": SHA256}) == {SHA256}
    assert promised({"evidence": f"md5 = {MD5}\nsha256sum: {SHA256}"}) == {MD5, SHA256}
    assert not promised({"evidence": f"traceId {MD5}", "checksum": "待补"})
    assert not promised({"checksum": SHA256[:40]}) and not promised({"checksum": "f" * 65})


def test_one_file_that_fits_is_enough() -> None:
    good, other = (SHA256, MD5), ("0" * 64, "0" * 32)
    assert marks([good, other], {MD5}) == [MATCHES, ""]
    assert marks([other, other], {MD5}) == [DIFFERS, DIFFERS]
    assert marks([good, other], set()) == ["", ""]
