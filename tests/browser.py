"""A real Chromium for tests: Debian's, headless, quiet, and axe for what eyes miss."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.processes import wait_for

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The same browser, the first without the windows, which cost more than the pages."""
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30.0
"""Seconds until a page is what is expected; a busy machine must not fail a test."""
VIOLATIONS = """async rules => {
    const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
    const lines = (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target[0]}`);
    return found.violations.flatMap(lines);
}"""
"""Whatever is well stays in the browser: carrying it over takes longer than finding it."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


expect.set_options(timeout=PATIENCE * 1_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), "")
    assert program, "chromium is not installed: bin/test installs it"
    return {
        "executable_path": program,
        "args": QUIET,
        "chromium_sandbox": os.getuid() != 0,
    }


@pytest.fixture(scope="session", autouse=True)
def _django_beside_playwright() -> None:
    """Playwright keeps an event loop in this thread; Django would refuse to work in it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


Enter = Callable[..., Page]


@pytest.fixture
def enter(live_server: Any) -> Enter:
    """Sign a browser in as that person, without the sign-in page, and open a path if given."""

    def sign_in(page: Page, user: Any, path: str = "") -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        if path:
            page.goto(live_server.url + path)
        return page

    return sign_in


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    """A page of 1440 px."""
    yield from _page(browser, 1440, 900)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page of 390 px with a finger."""
    yield from _page(browser, 390, 844, has_touch=True, is_mobile=True)


def _page(browser: Browser, width: int, height: int, **options: Any) -> Iterator[Page]:
    """Fails afterwards when the page threw or the content policy was violated."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if _is_violation(line.text) else None)
    yield page
    context.close()
    assert not wrong, wrong


def until(page: Page, expression: str, within: float = PATIENCE) -> None:
    """Ask until it is true. Playwright's own waiting would be a string made into code
    inside the page, which the content policy refuses from the second question on."""
    wait_for(lambda: page.evaluate(expression), within=within, what=expression)


def _is_violation(text: str) -> bool:
    return "Content Security Policy" in text or "Content-Security-Policy" in text


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Ask a page for its WCAG 2.2 AA violations: "rule: element" each, empty when it is well."""
    source = AXE.read_text()

    def ask(page: Page) -> list[str]:
        page.evaluate(source)
        found: list[str] = page.evaluate(VIOLATIONS, RULES)
        return found

    return ask
