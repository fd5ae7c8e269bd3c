"""The evidence bundle: what is in it, and that its own script finds every single change."""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from approvals.actions import sign, submit
from approvals.models import Gate, SignOff
from approvals.reading import look
from approvals.rules.covering import signed_digest
from approvals.rules.settling import settle
from attachments.actions import attach, remove
from attachments.vault import path_of
from desk import due
from desk.exports import find_export
from desk.exports.bundle import export, verify
from desk.exports.bundle.archive import as_json
from desk.exports.bundle.recipe import recipe
from desk.models import FAILED, Rendering
from ground.clock import now
from ground.digest import digest
from plans.actions import add_rows, seal
from plans.document import load, whole_digest
from plans.models import Plan

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.xdist_group("bundle")]
LOG = "影响 3 行\n".encode()
Tamper = Callable[[Path], None]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    """A vault of this test's own, and the PDF without WeasyPrint: it is tested elsewhere."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    monkeypatch.setattr(
        "desk.exports.pdf.export.Pdf.render_long", lambda _self, _plan, _progress: b"%PDF-1.7 x"
    )


@pytest.fixture
def signed(rich: Plan, cast: SimpleNamespace) -> Plan:
    """A plan with two revisions, a sign-off, two attachments and one that was removed."""
    seal(rich, by=cast.ann, reason="第一版")
    plan = submit(Plan.objects.get(pk=rich.pk), by=cast.ann, reason="提醒都看过")
    gate = Gate.objects.get(plan=plan, key="submission")
    scene = settle(look(plan, now())).scene
    here = scene.gate(gate.pk)
    sign(gate, by=cast.dev, decision="approve", digest=signed_digest(here.key, here.covered))
    for name, data in (("结果.log", LOG), ("../../etc/passwd", b"plain"), ("wrong.txt", b"wrong")):
        file = SimpleUploadedFile("x", data)
        file._name = name
        last = attach(plan, by=cast.ann, section="plan", file=file)
    remove(last, by=cast.ann, reason="传错了")
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture(scope="module")
def made() -> list[bytes]:
    """The bundle's bytes, once a test of the module has had it made."""
    return []


@pytest.fixture
def bundle(made: list[bytes], request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The unpacked bundle of `signed`, as the command writes it."""
    output = tmp_path / "evidence.zip"
    if not made:
        number = request.getfixturevalue("signed").number
        call_command("export_plan", number, format="bundle", output=output)
        made.append(output.read_bytes())
    output.write_bytes(made[0])
    return unpacked(output)


def unpacked(output: Path) -> Path:
    with zipfile.ZipFile(output) as packed:
        packed.extractall(output.with_suffix(""))
    return output.with_suffix("")


def run(path: Path, *words: str) -> tuple[int, str]:
    """The bundle's own script, in a Python without anything installed."""
    script = path / "verify.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), *words],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def edit(file: Path, change: Callable[[Any], None]) -> None:
    value = json.loads(file.read_text())
    change(value)
    file.write_text(json.dumps(value, ensure_ascii=False))


def mend_manifest(bundle: Path) -> None:
    """What somebody does who knows the manifest: list the files as they are now."""

    def listed(manifest: Any) -> None:
        names = (one for one in bundle.rglob("*") if one.is_file() and one.name != "MANIFEST.json")
        manifest["files"] = {
            one.relative_to(bundle).as_posix(): {
                "sha256": hashlib.sha256(one.read_bytes()).hexdigest(),
                "bytes": one.stat().st_size,
            }
            for one in names
        }

    edit(bundle / "MANIFEST.json", listed)


def head_in(bundle: Path) -> str:
    return json.loads((bundle / "MANIFEST.json").read_text())["head"]


def test_an_untouched_bundle_holds(bundle: Path) -> None:
    status, told = run(bundle)
    assert status == 0, told
    lines = told.splitlines()
    assert [line.split()[1].strip(":") for line in lines[:-1]] == [
        "events", "revisions", "sign-offs", "waivers", "attachments", "files",
    ]  # fmt: skip
    assert "1 sign-offs" in told and "2 attachments" in told and "2 revisions" in told
    assert lines[-1] == "Everything holds." and head_in(bundle) in told


def test_it_also_holds_as_it_was_downloaded(bundle: Path) -> None:
    status, told = run(bundle, str(bundle.with_suffix(".zip")))
    assert (status, told.splitlines()[-1]) == (0, "Everything holds.")


def test_a_printed_head_must_be_in_the_log(bundle: Path) -> None:
    head = head_in(bundle)
    status, told = run(bundle, "--head", head.upper())
    assert status == 0 and f"head: {head} is in the log" in told
    status, told = run(bundle, "--head", "0" * 64)
    assert status == 1 and "BROKEN  head: the head 0000" in told


def test_the_bundle_holds_everything(bundle: Path) -> None:
    names = {one.relative_to(bundle).as_posix() for one in bundle.rglob("*") if one.is_file()}
    assert names >= {
        "plan.json", "plan.pdf", "events.jsonl", "gates.json", "messages.jsonl", "recipe.json",
        "attachments.json", "MANIFEST.json", "verify.py", "revisions/0001.json", "revisions/0002.json",
    }  # fmt: skip
    files = sorted(name.partition("-")[2] for name in names if name.startswith("attachments/"))
    assert files == ["passwd", "结果.log"], "no paths, and not what was removed"
    messages = [json.loads(line) for line in (bundle / "messages.jsonl").read_text().splitlines()]
    assert messages and {"state", "to", "sent_at"} <= set(messages[0])
    assert not {"text", "html", "address"} & set(messages[0]), "letters hold links that sign"
    signoff = json.loads((bundle / "gates.json").read_text())["gates"][0]["signoffs"][0]
    assert (signoff["signer"], signoff["state"]) == ("戴维", "signed")


def replaced(name: str, old: str, new: str) -> Tamper:
    def change(bundle: Path) -> None:
        [file] = bundle.glob(name)
        data = file.read_bytes()
        assert data.count(old.encode()) >= 1 and len(old.encode()) == len(new.encode())
        file.write_bytes(data.replace(old.encode(), new.encode(), 1))

    return change


def cut_off(bundle: Path) -> None:
    """The last event is gone."""
    file = bundle / "events.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))


def taken_out(bundle: Path) -> None:
    """An event in the middle is gone."""
    lines = (bundle / "events.jsonl").read_bytes().splitlines(keepends=True)
    (bundle / "events.jsonl").write_bytes(b"".join([*lines[:2], *lines[3:]]))


def first_signoff(change: Callable[[Any], None]) -> Tamper:
    return lambda bundle: edit(
        bundle / "gates.json", lambda value: change(value["gates"][0]["signoffs"][0])
    )


def another_signer(signoff: Any) -> None:
    signoff["signer_id"] += 1


def another_cover(signoff: Any) -> None:
    """Signed is what was never sealed; the digests are made to agree with each other."""
    signoff["digests"]["plan"] = "0" * 64
    signoff["digest"] = digest({"gate": "submission", "covers": signoff["digests"]})


def without_signoffs(bundle: Path) -> None:
    edit(bundle / "gates.json", lambda value: value["gates"][0].update(signoffs=[]))


def gone(name: str) -> Tamper:
    return lambda bundle: next(bundle.glob(name)).unlink()


CASES: dict[str, tuple[Tamper, str]] = {
    "an event": (replaced("events.jsonl", "提醒都看过", "提醒没看过"), "BROKEN  events: event "),
    "a cut chain": (cut_off, "cut off"),
    "a gap": (taken_out, "event 3 is missing"),
    "a revision": (
        replaced("revisions/0001.json", "coin-center", "coin-centre"),
        "BROKEN  revisions: revision 1 (revisions/0001.json) was changed",
    ),
    "a lost revision": (gone("revisions/0001.json"), "revision 1 is missing"),
    "a sign-off": (first_signoff(lambda one: one.update(digest="0" * 64)), "was changed"),
    "its signer": (first_signoff(another_signer), "is not what event"),
    "its content": (first_signoff(another_cover), "is not what event"),
    "a lost sign-off": (without_signoffs, "is missing, though the log holds it"),
    "an attachment": (
        replaced("attachments/*.log", "3", "4"),
        "(结果.log) was changed",
    ),
    "a lost attachment": (gone("attachments/*.log"), "is missing"),
    "no JSON": (replaced("gates.json", '{\n "gates"', '[\n "gates"'), "is no JSON any more"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("is_mended", [False, True])
def test_one_change_is_found_and_named(name: str, is_mended: bool, bundle: Path) -> None:
    tamper, told = CASES[name]
    tamper(bundle)
    if is_mended:
        mend_manifest(bundle)
    status, words = run(bundle)
    assert status == 1 and told in words, words
    assert words.count("BROKEN") == 1 and words.splitlines()[-1] == "This bundle does not hold."


def test_who_rewrites_everything_is_found_by_a_printed_head(bundle: Path) -> None:
    """The last event, a removal, is cut off, and every file is made to agree with that."""
    printed = head_in(bundle)
    cut_off(bundle)
    lines = [json.loads(line) for line in (bundle / "events.jsonl").read_text().splitlines()]
    (bundle / "attachments" / "back.txt").write_bytes(b"wrong")

    def put_back(value: Any) -> None:
        value["attachments"][-1].update(removed_at=None, file="attachments/back.txt")

    edit(bundle / "attachments.json", put_back)
    told = {"length": len(lines), "head": lines[-1]["hash"]}
    edit(bundle / "MANIFEST.json", lambda value: value.update(told))
    mend_manifest(bundle)
    assert run(bundle)[0] == 0, "nothing inside contradicts it"
    status, words = run(bundle, "--head", printed)
    assert status == 1 and f"the head {printed} is not in the log" in words


@pytest.mark.parametrize("name", ["plan.json", "plan.pdf", "messages.jsonl"])
def test_other_files_are_held_by_the_manifest(name: str, bundle: Path) -> None:
    data = bytearray((bundle / name).read_bytes())
    data[-2] ^= 1
    (bundle / name).write_bytes(data)
    status, told = run(bundle)
    assert status == 1 and f"BROKEN  files: {name} is not the file" in told


def test_a_file_that_came_later_is_found(bundle: Path) -> None:
    (bundle / "more.txt").write_text("…")
    assert "more.txt is in no manifest" in run(bundle)[1]


def test_no_bundle_is_said_so(bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"PK no")
    assert "is no bundle" in run(bundle, str(other))[1]
    shutil.rmtree(bundle / "revisions")
    (bundle / "MANIFEST.json").unlink()
    assert run(bundle) == (
        1, "BROKEN  bundle: MANIFEST.json is missing\nThis bundle does not hold.\n",
    )  # fmt: skip


def test_digests_of_the_script_are_those_of_the_product(signed: Plan) -> None:
    told = json.loads(as_json(recipe()))
    document = load(signed)
    plain = json.loads(json.dumps(document.as_json()))
    assert verify.whole_digest(told, plain) == whole_digest(document)
    for one in SignOff.objects.all():
        for cover, kept in one.digests.items():
            key, _colon, where = cover.partition(":")
            assert verify.digest(verify.content(told, plain, key, where)) == kept


def test_the_script_runs_on_python_3_9_without_anything() -> None:
    tree = ast.parse(export.SCRIPT.read_text(), feature_version=(3, 9))
    imports = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imports} <= sys.stdlib_module_names


def test_a_worker_makes_it(signed: Plan, cast: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in(cast.ann)
    waiting = client.get(reverse("desk:export", args=[signed.number, "bundle"]), follow=True)
    assert "排队中" in waiting.content.decode()
    due.run(now())
    made = Rendering.objects.get()
    page = client.get(reverse("desk:rendering", args=[signed.number, made.pk])).content.decode()
    assert "下载 存证包" in page
    file = client.get(reverse("desk:rendered", args=[signed.number, made.pk]))
    assert file["Content-Type"] == "application/zip" and ".zip" in file["Content-Disposition"]
    assert b"".join(file.streaming_content).startswith(b"PK")


def test_a_lost_attachment_is_told_instead_of_left_out(
    signed: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    path_of(hashlib.sha256(LOG).hexdigest()).unlink()
    signed_in(cast.ann).get(reverse("desk:export", args=[signed.number, "bundle"]))
    due.run(now())
    made = Rendering.objects.get()
    assert made.state == FAILED and "结果.log" in made.error


def test_many_large_files_take_no_memory(
    signed: Plan, cast: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        data = bytes([number + 65]) * 12_000_000
        attach(signed, by=cast.ann, section="plan", file=SimpleUploadedFile(f"{number}.txt", data))
    add_rows(signed, "configs", by=cast.ann, rows=[{"key": "k"}], reason="补")
    tracemalloc.start()
    with (tmp_path / "large.zip").open("wb") as file:
        find_export("bundle").write(signed, file, lambda _what, _number: None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000, f"{peak} bytes for files of 36 MB"
