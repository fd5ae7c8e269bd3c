"""Rules of the house that no single room can keep alone."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ON_PAPER = {"mail", "document", "stairs.html"}
"""Mails and printed pictures carry their styles with them."""
ON_SCREEN = [path for path in TEMPLATES if not ON_PAPER & set(path.parts)]
FORBIDDEN = {
    "style attribute": r"<[^>]*\sstyle=",
    "inline style": r"<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    "inline handler": r"<[^>]*\son[a-z]+=",
    "hx-on": r"\bhx-on",
    "evaluated value": r"hx-(vals|headers)=['\"]js:",
    "condition in a trigger": r"hx-trigger=\"[^\"]*\[",
    "foreign address": r"<(script|link|img)[^>]*(src|href)=\"https?://",
}


@pytest.mark.parametrize("words", FORBIDDEN)
def test_templates_keep_the_strict_content_policy(words: str):
    pattern = re.compile(FORBIDDEN[words])
    found = [path for path in ON_SCREEN if pattern.search(path.read_text())]
    assert not found, f"{words} in {found}"


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_locks_name_no_place_to_fetch_from():
    for path in (*ROOT.glob("requirements*.lock"), ROOT / "package-lock.json"):
        assert "://" not in path.read_text(), path
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_the_larger_lock_contains_the_smaller():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.django_db
def test_the_interface_describes_itself_without_a_warning(capsys: pytest.CaptureFixture[str]):
    call_command("spectacular", "--validate", "--fail-on-warn", file="/dev/null")
