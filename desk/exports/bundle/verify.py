#!/usr/bin/env python3
"""Checks an evidence bundle of a release plan. Python 3.9 or newer, nothing else, no network.

    python3 verify.py [--head HASH] [BUNDLE]

BUNDLE is the .zip or the folder it was unpacked to; without it, the folder of this script.
--head is a hash printed on a document or in a mail: the log must contain it.
Ends with 0 when everything holds, else with 1 and the first thing that does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

PIECE = 1 << 20
LARGEST = 1 << 30
"""Bytes of a file that is read whole; only attachments and the document may be larger."""
UNREADABLE = (KeyError, OSError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile)
"""What reading out of an archive that somebody spoilt, or locked with a password, may raise."""
MANIFEST = "MANIFEST.json"
REJECTED = "gate.rejected"
SIGNING = ("gate.signed", "gate.signed_for", REJECTED)
WAIVING = {
    "gate.waiver_asked": "asked_by_id",
    "gate.waived": "confirmed_by_id",
    "gate.waiver_reviewed": "reviewed_by_id",
}
"""Kinds of events → who in gates.json did it."""
WORDS = {"gate.waiver_asked": "reason", "gate.waiver_reviewed": "review"}
"""Kinds of events → what in gates.json was said with it."""


class Broken(Exception):
    """The first thing that does not hold, in one sentence."""


# --- the bundle -------------------------------------------------------------------------------


class Folder:
    """A bundle that was unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> set[str]:
        found = (file for file in self.path.rglob("*") if file.is_file())
        return {file.relative_to(self.path).as_posix() for file in found}

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")


class Zip:
    """A bundle as it was downloaded."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)

    def names(self) -> set[str]:
        listed = self.zip.namelist()
        for name in listed:
            if listed.count(name) > 1:
                raise Broken(f"{name} is twice in the archive")
        return set(listed)

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)


class Bundle:
    """The files, and what several checks read of them."""

    def __init__(self, files: Folder | Zip) -> None:
        self.files = files
        self.names = files.names()
        self.manifest = self.json(MANIFEST)
        self.recipe = self.json("recipe.json")

    def content(self, name: str) -> bytes:
        with self.reading(name) as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise Broken(f"{name} is larger than anything of a plan")
        return data

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        """One of the bundle's own files, whatever its other files say of it."""
        if name not in self.names:
            raise Broken(f"{name} is missing")
        try:
            with self.files.open(name) as file:
                yield file
        except UNREADABLE:
            raise Broken(f"{name} is damaged in the archive") from None

    def json(self, name: str) -> Any:
        return parsed(self.content(name), name)

    def lines(self, name: str) -> Iterator[Any]:
        """The JSON values of a file with one on each line."""
        with self.reading(name) as file:
            lines = iter(partial(file.readline, LARGEST), b"")
            for number, line in enumerate(lines, start=1):
                yield parsed(line, f"{name}, line {number},")

    def hashes(self, name: str) -> tuple[str, str, int]:
        """(SHA-256, MD5, bytes) of a file of any size."""
        sha256, md5, size = hashlib.sha256(), hashlib.new("md5", usedforsecurity=False), 0
        with self.reading(name) as file:
            for piece in iter(partial(file.read, PIECE), b""):
                sha256.update(piece)
                md5.update(piece)
                size += len(piece)
        return sha256.hexdigest(), md5.hexdigest(), size


def parsed(data: bytes, name: str) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Broken(f"{name} is no JSON any more") from None


# --- digests, as the product makes them -------------------------------------------------------


def digest(value: Any) -> str:
    """SHA-256 of canonical JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content(recipe: Any, snapshot: Any, key: str, where: str = "") -> Any:
    """What a digest of this part of a snapshot covers; empty values are left out."""
    if key == "plan":
        fields = recipe["plan_fields"]
        return {name: snapshot["plan"][name] for name in fields if snapshot["plan"].get(name)}
    if key == "notes":
        return [[note["heading"], note["text"]] for note in snapshot["notes"]]
    section = recipe["sections"].get(key)
    if section is None:
        raise Broken(f"recipe.json does not know the section {key}")
    rows = [row for row in snapshot["sections"].get(key, []) if fits(recipe, where, row)]
    cells = [cells_of(section["content"], row) for row in rows]
    return cells if section["ordered"] else sorted(cells, key=digest)


def fits(recipe: Any, where: str, row: Any) -> bool:
    if not where:
        return True
    if where not in recipe["filters"]:
        raise Broken(f"recipe.json does not know the filter {where}")
    wanted = recipe["filters"][where]
    return row.get(wanted["field"]) in wanted["values"]


def cells_of(names: list[str], row: Any) -> dict[str, Any]:
    values = {name: row[name] for name in names if row.get(name) not in (None, "", [])}
    return dict(values, extra=row["extra"]) if row.get("extra") else values


def whole_digest(recipe: Any, snapshot: Any) -> str:
    keys = ["plan", "notes", *snapshot["sections"]]
    return digest({key: digest(content(recipe, snapshot, key)) for key in keys})


# --- checks: each gives the sentence that it holds, or raises Broken --------------------------


def check_events(bundle: Bundle, log: Log) -> str:
    """Every event has the hash of its content and of the event before it."""
    previous = ""
    for place, event in enumerate(bundle.lines("events.jsonl"), start=1):
        said = dict(event)
        kept, _sentence = said.pop("hash", ""), said.pop("sentence", "")
        name = f"event {said.get('position')} ({said.get('kind')})"
        if said.get("chain") != bundle.manifest["chain"]:
            raise Broken(f"{name} belongs to another chain")
        if said.get("position") != place:
            raise Broken(f"event {place} is missing: {name} follows event {place - 1}")
        if said.get("previous") != previous:
            raise Broken(f"{name} does not follow event {place - 1}: one of them was replaced")
        if digest(said) != kept:
            raise Broken(f"{name} was changed: its content does not give its hash")
        previous = kept
        log.note(said, kept)
    told = bundle.manifest["length"], bundle.manifest["head"]
    if (log.length, log.head) != told:
        raise Broken(f"the log ends with event {log.length}, but {told[0]} were exported: cut off")
    return f"{log.length} events, each with the hash of the one before it; head {log.head}"


def check_revisions(bundle: Bundle, log: Log) -> str:
    """Every sealed text gives the digest that the log holds of it."""
    found = {}
    for name in sorted(one for one in bundle.names if one.startswith("revisions/")):
        revision = bundle.json(name)
        number = revision.get("number")
        if whole_digest(bundle.recipe, revision["snapshot"]) != revision["digest"]:
            raise Broken(f"revision {number} ({name}) was changed: it does not give its digest")
        if log.sealed.get(number) != revision["digest"]:
            raise Broken(f"revision {number} ({name}) is not the one that the log sealed")
        found[number] = name
    for number in sorted(log.sealed):
        if number not in found:
            raise Broken(f"revision {number} is missing, though the log sealed it")
    return f"{len(found)} revisions, each with the digest that the log sealed"


def check_signoffs(bundle: Bundle, log: Log) -> str:
    """Every sign-off is in the log, and its digests are those of the revision that it names."""
    seen = set()
    for gate in bundle.json("gates.json")["gates"]:
        for signoff in gate["signoffs"]:
            check_signoff(bundle, log, gate, signoff)
            seen.add(signoff["id"])
    for number in sorted(log.signed):
        if number not in seen:
            raise Broken(f"sign-off {number} is missing, though the log holds it")
    return f"{len(seen)} sign-offs, each in the log and true to the revision that it names"


def check_signoff(bundle: Bundle, log: Log, gate: Any, signoff: Any) -> None:
    name = f"sign-off {signoff['id']} of gate {gate['key']} by {signoff['signer']}"
    check_signed(gate, signoff, name)
    event = log.signed.get(signoff["id"])
    if event is None:
        raise Broken(f"{name} is not in the log")
    said = event["data"]["digest"], event["actor"], event["data"].get("on_behalf_of")
    if said != (signoff["digest"], signoff["signer_id"], signoff["on_behalf_of_id"]):
        raise Broken(f"{name} is not what event {event['position']} says of it")
    if (event["reason"], state_of(log, event)) != (signoff["comment"], signoff["state"]):
        raise Broken(f"{name} is not what event {event['position']} and later ones say of it")
    snapshot = bundle.json(f"revisions/{signoff['revision']:04}.json")["snapshot"]
    for cover in sorted(signoff["digests"]):
        key, _colon, where = cover.partition(":")
        if digest(content(bundle.recipe, snapshot, key, where)) != signoff["digests"][cover]:
            told = f"{name} does not fit revision {signoff['revision']}: {cover} is another"
            raise Broken(told)


def state_of(log: Log, event: Any) -> str:
    """The state that the log leaves a sign-off in."""
    if event["kind"] == REJECTED:
        return "rejected"
    return "void" if event["data"]["signoff"] in log.ended else "signed"


def check_waivers(bundle: Bundle, log: Log) -> str:
    """Every waiver is in the log: who asked, who confirmed, and for exactly which content."""
    seen = set()
    for gate in bundle.json("gates.json")["gates"]:
        for waiver in gate["waivers"]:
            check_waiver(log, gate, waiver)
            seen.add(waiver["id"])
    for number, _kind in sorted(log.waived):
        if number not in seen:
            raise Broken(f"waiver {number} is missing, though the log holds it")
    return f"{len(seen)} waivers, each in the log as two people decided it"


def check_waiver(log: Log, gate: Any, waiver: Any) -> None:
    name = f"waiver {waiver['id']} of gate {gate['key']}"
    check_signed(gate, waiver, name)
    for kind, who in WAIVING.items():
        event = log.waived.get((waiver["id"], kind))
        said = (event["actor"], event["data"]["digest"]) if event else (None, waiver["digest"])
        if said != (waiver[who], waiver["digest"]):
            raise Broken(f"{name} is not what the log says of it ({kind})")
        if event and kind in WORDS and event["reason"] != waiver[WORDS[kind]]:
            raise Broken(f"{name} has other words than the log ({kind})")
    if (waiver["id"] in log.lapsed) != (waiver["state"] == "ended"):
        raise Broken(f"{name} is not what the log says of it: the log knows whether it ended")
    if waiver["asked_by_id"] is None or waiver["asked_by_id"] == waiver["confirmed_by_id"]:
        raise Broken(f"{name} was not decided by two people")


def check_signed(gate: Any, signed: Any, name: str) -> None:
    """The one digest that was signed is that of the gate and of all that it covered."""
    if digest({"gate": gate["key"], "covers": signed["digests"]}) != signed["digest"]:
        raise Broken(f"{name} was changed: its digests do not give the digest that was signed")


def check_attachments(bundle: Bundle, log: Log) -> str:
    """The bytes of every attachment are those of which the log holds the hash."""
    seen, kept = set(), 0
    for one in bundle.json("attachments.json")["attachments"]:
        name = f"attachment {one['id']} ({one['name']})"
        event = log.attached.get(one["id"])
        if event is None or event["data"]["sha256"] != one["sha256"]:
            raise Broken(f"{name} is not the one that the log holds")
        if bool(one["removed_at"]) != (one["id"] in log.detached):
            raise Broken(f"{name}: the log and attachments.json differ on whether it was removed")
        if not one["removed_at"]:
            if bundle.hashes(one["file"]) != (one["sha256"], one["md5"], one["size"]):
                raise Broken(f"{name} was changed: {one['file']} does not give its SHA-256")
            kept += 1
        seen.add(one["id"])
    for number in sorted(log.attached):
        if number not in seen:
            raise Broken(f"attachment {number} is missing, though the log holds it")
    return f"{kept} attachments, each with the SHA-256 that the log holds"


def check_files(bundle: Bundle, _log: Log) -> str:
    """Every file is as the manifest lists it, and there is no other."""
    listed = bundle.manifest["files"]
    for name in sorted(listed):
        sha256, _md5, size = bundle.hashes(name)
        if (sha256, size) != (listed[name]["sha256"], listed[name]["bytes"]):
            raise Broken(f"{name} is not the file that the manifest lists")
    for name in sorted(bundle.names - set(listed) - {MANIFEST}):
        raise Broken(f"{name} is in no manifest: it was added later")
    return f"{len(listed)} files, each as the manifest lists it"


class Log:
    """What the other checks ask of the events, noted while they are read once."""

    def __init__(self) -> None:
        self.length, self.head = 0, ""
        self.hashes: set[str] = set()
        self.sealed: dict[int, str] = {}
        self.signed: dict[int, Any] = {}
        self.ended: set[int] = set()
        self.waived: dict[tuple[int, str], Any] = {}
        self.lapsed: set[int] = set()
        self.attached: dict[int, Any] = {}
        self.detached: set[int] = set()

    def note(self, event: Any, kept: str) -> None:
        self.length, self.head = event["position"], kept
        self.hashes.add(kept)
        kind, data = event["kind"], event["data"]
        if kind == "plan.sealed":
            self.sealed[data["number"]] = data["digest"]
        elif kind in SIGNING:
            self.signed[data["signoff"]] = event
        elif kind in WAIVING:
            self.waived[data["waiver"], kind] = event
        elif kind == "attachment.added":
            self.attached[data["attachment"]] = event
        elif kind == "attachment.removed":
            self.detached.add(data["attachment"])
        else:
            self.end(kind, data)

    def end(self, kind: str, data: Any) -> None:
        """What counts no more from here on."""
        if kind == "gate.voided":
            self.ended.update(data["signoffs"])
        elif kind == "gate.withdrawn":
            self.ended.add(data["signoff"])
        elif kind == "gate.waiver_ended":
            self.lapsed.add(data["waiver"])

    def check_head(self, head: str) -> str:
        if head not in self.hashes:
            raise Broken(f"the head {head} is not in the log: events were cut off or replaced")
        return f"{head} is in the log"


# --- the command ------------------------------------------------------------------------------

CHECKS = (
    ("events", check_events),
    ("revisions", check_revisions),
    ("sign-offs", check_signoffs),
    ("waivers", check_waivers),
    ("attachments", check_attachments),
    ("files", check_files),
)


def opened(path: Path) -> Bundle:
    try:
        return Bundle(Folder(path) if path.is_dir() else Zip(path))
    except UNREADABLE as error:
        raise Broken(f"{path} is no bundle: {error}") from None


def holds(path: Path, head: str) -> bool:
    """Prints a line for each check; False after the first thing that does not hold."""
    log = Log()
    try:
        bundle = opened(path)
    except Broken as broken:
        say(f"BROKEN  bundle: {broken}")
        return False
    checks = [(name, partial(check, bundle, log)) for name, check in CHECKS]
    if head:
        checks.append(("head", partial(log.check_head, head)))
    return all(one_holds(name, check) for name, check in checks)


def one_holds(name: str, check: Callable[[], str]) -> bool:
    try:
        say(f"ok      {name}: {check()}")
    except Broken as broken:
        say(f"BROKEN  {name}: {broken}")
        return False
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        say(f"BROKEN  {name}: something is missing or of another shape ({error!r})")
        return False
    return True


def say(line: str) -> None:
    """One line, whatever names the bundle has: they move no cursor and add no sentence."""
    print("".join(sign if sign.isprintable() else "?" for sign in line))


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks an evidence bundle of a release plan.")
    parser.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--head", default="", help="a printed hash that the log must contain")
    asked = parser.parse_args()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sound = holds(asked.bundle, "".join(asked.head.split()).lower())
    print("Everything holds." if sound else "This bundle does not hold.")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
