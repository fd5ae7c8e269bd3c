"""Rules of the house that no single room can keep alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

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
OPEN_TO_ALL = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/jsi18n/",
    "/help/",
    "/api/v1/schema/",
    "/api/v1/docs/",
    "/login/",
    "/password/1/1/",
    "/admin/login/",
    "/admin/jsi18n/",
}
"""Answer 200 to somebody who is not signed in."""
EXAMPLES = {"number": "RP-2026-0001", "fmt": "json", "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}


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


def routes(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product with its pattern, arguments still in angle brackets."""
    for entry in resolver.url_patterns:
        place = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, place)
        else:
            yield place, entry


def filled(place: str) -> str:
    """An address with an example for every argument; regular expressions made plain."""
    place = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", place)
    place = re.sub(r"\\\.|\\Z|[\^$?]", lambda match: "." if match[0] == "\\." else "", place)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: EXAMPLES.get(match[1], "1"), place)


@pytest.mark.django_db
def test_nobody_sees_anything_without_signing_in(client: Client):
    """Every route, whoever adds it: a sign-in page, a refusal, or nothing."""
    shown = []
    for place, _entry in routes(get_resolver()):
        address = filled(place)
        if address in OPEN_TO_ALL or address.startswith("/static/"):
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200:
            shown.append(address)
    assert not shown


@pytest.mark.django_db
def test_the_interface_describes_itself_without_a_warning(capsys: pytest.CaptureFixture[str]):
    call_command("spectacular", "--validate", "--fail-on-warn", file="/dev/null")
