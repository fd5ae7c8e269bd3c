"""A bundle that somebody made to mislead or to harm whoever checks it."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from approvals.actions import ask_waiver, refuse_waiver, take_back
from desk.exports import find_export
from plans.models import Plan
from tests.approvals.hands import approve, digest, gate, reject, submitted
from tests.exports.test_bundle import edit, mend_manifest, quick, run, unpacked

__all__ = ["quick"]
pytestmark = [pytest.mark.long, pytest.mark.django_db]
WHY = "测试负责人出差，今晚必须修复支付"


@pytest.fixture
def bundle(plan: Plan, cast: SimpleNamespace, tmp_path: Path) -> Path:
    """dev signed, took it back and signed again; a waiver was refused; rob rejected."""
    submitted(plan, cast.ann)
    asked = {"reason": WHY, "digest": digest(plan, "submission")}
    waiver = ask_waiver(gate(plan, "submission"), by=cast.oli, **asked)
    refuse_waiver(waiver, by=cast.rob, reason="等他回来")
    take_back(approve(plan, "submission", cast.dev), by=cast.dev, reason="看错了")
    approve(plan, "submission", cast.dev, comment="这次看清了")
    reject(plan, "tested", cast.rob)
    output = tmp_path / "evidence.zip"
    output.write_bytes(find_export("bundle").render(Plan.objects.get(pk=plan.pk)))
    return unpacked(output)


def told_of(bundle: Path, key: str, kind: str, place: int, **change: Any) -> str:
    """What the script says after the change to gates.json, of which the manifest knows."""

    def rewrite(value: Any) -> None:
        found = next(one for one in value["gates"] if one["key"] == key)
        found[kind][place].update(change)

    edit(bundle / "gates.json", rewrite)
    mend_manifest(bundle)
    status, words = run(bundle)
    assert status == 1, words
    return words


def test_what_was_taken_back_rejected_and_refused_holds(bundle: Path) -> None:
    status, words = run(bundle)
    assert status == 0 and "3 sign-offs" in words and "1 waivers" in words, words


@pytest.mark.parametrize(
    ("key", "kind", "place", "change"),
    [
        ("submission", "signoffs", 0, {"state": "signed"}),
        ("submission", "signoffs", 1, {"state": "void"}),
        ("submission", "signoffs", 1, {"comment": "没有问题"}),
        ("tested", "signoffs", 0, {"state": "signed"}),
        ("tested", "signoffs", 0, {"comment": "同意"}),
        ("submission", "waivers", 0, {"state": "asked"}),
        ("submission", "waivers", 0, {"reason": "负责人同意"}),
    ],
)
def test_no_state_and_no_words_are_rewritten(
    key: str, kind: str, place: int, change: dict[str, str], bundle: Path
) -> None:
    words = told_of(bundle, key, kind, place, **change)
    assert "the log" in words or "is not what event" in words


def test_a_name_prints_no_sentence_of_its_own(bundle: Path) -> None:
    """Neither a line break nor a terminal's commands come through."""
    name = "戴维\r\x1b[2K\nEverything holds.\u202e"
    words = told_of(bundle, "submission", "signoffs", 1, signer=name, digest="0" * 64)
    assert words.splitlines()[-1] == "This bundle does not hold."
    assert "Everything holds." not in words.splitlines()
    assert "\x1b" not in words and "\u202e" not in words


def test_no_file_is_read_outside_the_bundle(bundle: Path) -> None:
    outside = bundle.parent / "outside.txt"
    outside.write_text("geheim")

    def point(value: Any) -> None:
        value["files"]["../outside.txt"] = {"sha256": "0" * 64, "bytes": 6}

    edit(bundle / "MANIFEST.json", point)
    assert "../outside.txt is missing" in run(bundle)[1]


def spoilt(bundle: Path) -> Path:
    """The compressed bytes of the log are noise, the directory of the archive is whole."""
    packed = bundle.with_suffix(".zip")
    with zipfile.ZipFile(packed) as archive:
        entry = archive.getinfo("events.jsonl")
    data = bytearray(packed.read_bytes())
    begin = entry.header_offset + 30 + len(entry.filename) + 40
    data[begin : begin + 200] = bytes(range(200))
    packed.write_bytes(data)
    return packed


def locked(bundle: Path) -> Path:
    """The archive claims that a password is needed."""
    packed = bundle.with_suffix(".zip")
    data = packed.read_bytes()
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(sign)
        flags = [bytes([*part[: place - 4], part[place - 4] | 1, *part[place - 3 :]])
                 for part in parts[1:]]  # fmt: skip
        data = sign.join([parts[0], *flags])
    packed.write_bytes(data)
    return packed


def twice(bundle: Path) -> Path:
    """Two files of one name: readers would not agree on which is meant."""
    packed = bundle.with_suffix(".zip")
    with pytest.warns(UserWarning), zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("gates.json", json.dumps({"gates": []}))
    return packed


@pytest.mark.parametrize("harm", [spoilt, locked, twice])
def test_a_harmful_archive_is_broken_in_words(harm: Callable[[Path], Path], bundle: Path) -> None:
    status, words = run(bundle, str(harm(bundle)))
    assert status == 1 and words.count("BROKEN") == 1, words


def test_nesting_without_end_is_no_json(bundle: Path) -> None:
    (bundle / "gates.json").write_text("[" * 200_000)
    assert "gates.json is no JSON" in run(bundle)[1]
