"""Chinese is in the source; every message of it has an English one."""

import re
import shutil
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).resolve().parent.parent
CHINESE = re.compile("[\u4e00-\u9fff]")
ELSEWHERE = shutil.ignore_patterns(
    ".*", "tests", "node_modules", "var", "media", "bench", "docs", "__pycache__", "*.mo"
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources: collecting rewrites the catalogs beside them."""
    assert shutil.which("xgettext"), "xgettext is not installed: bin/test installs it"
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "tree", ignore=ELSEWHERE)


@pytest.fixture(scope="module", params=["django", "djangojs"])
def catalog(request: pytest.FixtureRequest, tree: Path) -> Path:
    """The English catalog as it would be after collecting every message anew."""
    with chdir(tree), override_settings(LOCALE_PATHS=[]):
        call_command(
            "makemessages", domain=request.param, locale=["en"], verbosity=0, no_location=True,
            no_obsolete=True,
        )  # fmt: skip
    return tree / "locale" / "en" / "LC_MESSAGES" / f"{request.param}.po"


def messages(path: Path) -> Iterator[tuple[str, str, bool]]:
    with path.open("rb") as file:
        for message in read_po(file, locale="en"):
            if message.id:
                whole = message.string if isinstance(message.string, str) else message.string[0]
                first = message.id if isinstance(message.id, str) else message.id[0]
                yield first, whole, message.fuzzy


def test_no_message_is_untranslated(catalog: Path) -> None:
    missing = [first for first, whole, fuzzy in messages(catalog) if not whole or fuzzy]
    assert not missing, f"{len(missing)} without English, first: {missing[:5]}"


def test_english_is_english(catalog: Path) -> None:
    mixed = [
        (first, whole) for first, whole, _fuzzy in messages(catalog)
        if CHINESE.search(whole) and first not in CHINESE_ON_PURPOSE
    ]  # fmt: skip
    assert not mixed, mixed[:5]


def test_placeholders_survive_the_translation(catalog: Path) -> None:
    pattern = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    lost = [
        (first, whole) for first, whole, _fuzzy in messages(catalog)
        if whole and set(pattern.findall(first)) != set(pattern.findall(whole))
    ]  # fmt: skip
    assert not lost, lost[:5]


def test_no_script_hides_a_message(tree: Path) -> None:
    """An odd regular expression can blind the collector for the rest of a file."""
    with chdir(tree), override_settings(LOCALE_PATHS=[]):
        call_command("makemessages", domain="djangojs", locale=["en"], verbosity=0)
    home = tree / "locale" / "en" / "LC_MESSAGES"
    known = {first for first, _whole, _fuzzy in messages(home / "djangojs.po")}
    calls = re.compile(r"\bn?gettext\(\s*\"([^\"]+)\"")
    scripts = (path.read_text(encoding="utf-8") for path in (tree / "static" / "js").rglob("*.js"))
    assert {word for script in scripts for word in calls.findall(script)} <= known


CHINESE_ON_PURPOSE = {"简体中文", "中文"}
