"""What people write stays text: on pages, in fragments, in print, in mails and in scripts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from applications.models import Application, Name
from calendars.models import Freeze
from comments.models import Comment, Mention, Thread
from desk.exports.pdf.page import html_of
from ground.clock import now
from ground.models import Event
from notices.models import Message
from people.models import User
from plans.models import Note, Plan, Upload
from plans.tables.cells import Line, Prose
from plans.tables.registry import sections
from search.models import SavedView
from tests.samples import sample_rows
from tests.security.doors import doors
from tests.security.world import Furnished, World

pytestmark = pytest.mark.long

Visitor = Callable[..., Client]
ROOT = Path(__file__).resolve().parents[2]
EVIL = "\"'></td></script><b id=xss onclick=alert(1)>{{ 7|add:7 }}<script id=xss>alert(1)</script>"
NOTE = (
    f"{EVIL}\n\n[鱼](javascript:alert(1)) [鱼](data:text/html,x) ![鱼](https://evil.test/x.png)\n\n"
    '<javascript:alert(1)> <iframe src=//evil.test></iframe>\n\n```"><b id=xss>\nx\n```\n\n'
    "| a |\n|---|\n| <b id=xss> |\n\n[a]: javascript:alert(1)\n[鱼][a] <a href=//x hx-get=/logout/>"
)
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "hx-get",
    "hx-post",
)
SAFE = ("/", "#", "?", "http://127.0.0.1:", "http://testserver/", "data:image/")
OUTWARD = ("http://", "https://", "mailto:")
"""Where a link may lead, which nothing follows by itself."""


def faults(html: str) -> Iterator[str]:
    """What a browser would make of the page that nobody of us wrote."""
    for node in LexborHTMLParser(html).css("*"):
        if node.attributes.get("id") == "xss" or node.tag in ("object", "embed", "base"):
            yield f"<{node.tag}>"
        if node.tag == "iframe" and node.attributes.get("sandbox") != "":
            yield "<iframe> that is not caged"
        if node.tag == "script" and not _is_ours(node):
            yield "<script>"
        for name, value in node.attributes.items():
            if name.startswith(("on", "hx-on")):
                yield f"{node.tag} {name}"
            safe = (*SAFE, *OUTWARD) if node.tag == "a" and name == "href" else SAFE
            if name in ADDRESSES and value and not value.strip().lower().startswith(safe):
                yield f"{node.tag} {name}={value[:40]}"


def _is_ours(script: LexborNode) -> bool:
    is_data = script.attributes.get("type") in ("application/json", "application/ld+json")
    return is_data or bool(script.attributes.get("src"))


def poison(here: Furnished, people: Any) -> None:
    """Write EVIL wherever somebody may write a text."""
    plan = here.plan
    Plan.objects.filter(pk=plan.pk).update(title=EVIL[:200], project=EVIL, version=EVIL[:100])
    Note.objects.filter(plan=plan).update(text=NOTE, heading=[EVIL, EVIL])
    Comment.objects.filter(thread__plan=plan).update(text=f"{NOTE} @{EVIL[:100]}")
    Thread.objects.filter(plan=plan).update(title=EVIL[:200])
    Mention.objects.filter(comment__thread__plan=plan).update(said=EVIL[:100])
    for part in sections():
        rows = sample_rows(part, progress=True)
        made = [part.model(plan=plan, rank=90 + at, extra={EVIL: EVIL}, raw={}) for at in range(3)]
        for row, values in zip(made, rows, strict=True):
            for cell in part.columns:
                name = str(cell.name)
                is_text = isinstance(cell, Line | Prose) and not cell.options
                setattr(row, name, EVIL if is_text else cell.from_json(values[name], plan.zone))
                if cell.kind == "names":
                    setattr(row, name, [EVIL])
        part.model._default_manager.bulk_create(made)
    User.objects.filter(pk=people.rob.pk).update(display_name=EVIL[:100])
    Freeze.objects.create(start=now(), end=now().replace(year=2100), reason=EVIL[:200], apps=[])
    Message.objects.update(subject=EVIL, error=EVIL, text=EVIL)
    told = {"team": EVIL[:100], "owner": EVIL[:100], "config_app_id": EVIL[:100]}
    Application.objects.update(note=EVIL, repository=f"http{EVIL}", **told)
    Application.objects.filter(name="order-service").update(name=EVIL[:100])
    Name.objects.filter(text="order-center").update(text=EVIL[:100])
    SavedView.objects.update(name=EVIL[:40], query=EVIL)
    Upload.objects.update(name=EVIL)


@pytest.fixture
def poisoned(world: World) -> World:
    poison(world.open, world.people)
    return world


def test_pages_show_what_people_wrote_as_text(poisoned: World, visitor: Visitor) -> None:
    client, carried = visitor("ann"), 0
    for door in doors():
        answer = client.get(door.at(poisoned.open.ids))
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            html = answer.content.decode()
            assert not (found := list(faults(html))), f"{door.route}: {found}"
            carried += "b id=xss" in html
    assert carried > 12, "what people wrote is there, as text"


def test_dialogs_and_sheets_do_too(poisoned: World, visitor: Visitor) -> None:
    client, ids = visitor("ann"), poisoned.open.ids
    plan = f"/plans/{poisoned.open.plan.number}/"
    Plan.objects.filter(pk=poisoned.open.plan.pk).update(status="releasing")
    for place in (
        f"{plan}history/diff/?from=1", f"{plan}gates/{ids['gate']}/since/{ids['signoff']}/",
        f"{plan}board/apps/{ids['apps']}/?to=deploying", f"{plan}board/plan/rollback/",
        f"{plan}board/rows/steps/{ids['steps']}/", f"/plans/?search={EVIL}", f"/plans/find/?search={EVIL}",
        f"/settings/?search={EVIL}", f"/applications/?search={EVIL}&team={EVIL}", "/templates/",
        f"/plans/?app={EVIL}&owner={EVIL}&sort={EVIL}&scope={EVIL}", f"{plan}history/?who={EVIL}&group={EVIL}",
        f"{plan}history/1/restoration/", f"{plan}comments/at/apps/{ids['apps']}/", f"/plans/new/?from={ids['number']}", f"/calendar/?month={EVIL}", f"/plans/new/?search={EVIL}",
        f"/nowhere/{EVIL}", f"{plan}gray/?ramp={EVIL}", f"/login/?next={EVIL}",
    ):  # fmt: skip
        answer = client.get(place)
        assert not list(faults(answer.content.decode())), place


@pytest.mark.parametrize(
    "text", [NOTE, f"# {EVIL}\n\n| {EVIL} | 应用 |\n|---|---|\n| {EVIL} | {EVIL} |\n"]
)
def test_the_preview_of_an_import_does_too(world: World, visitor: Visitor, text: str) -> None:
    client = visitor("ann")
    for number in ("", world.open.plan.number):
        said = {"text": text, "plan": number}
        answer = client.post("/plans/import/", said, follow=True)
        assert answer.status_code == 200 and "data-review" in answer.content.decode()
        assert not list(faults(answer.content.decode()))
    answer = client.get(f"{answer.request['PATH_INFO']}blocks/0/?section=apps")
    assert answer.status_code == 200
    assert not list(faults(answer.content.decode()))


def test_refusals_and_toasts_echo_as_text(world: World, visitor: Visitor) -> None:
    client, plan = visitor("ann"), f"/plans/{world.open.plan.number}/"
    posts = [
        (f"{plan}info/", {"title": EVIL, "window_start": EVIL, "version_lock": "1"}),
        (f"{plan}notes/new/", {"heading": EVIL, "text": NOTE}),
        ("/plans/new/", {"title": "", "kind": EVIL}),
        ("/calendar/windows/workdays/", {"year": EVIL}),
        ("/login/", {"username": EVIL, "password": "x"}),
    ]
    for place, form in posts:
        answer = client.post(place, form, follow=True)
        assert not list(faults(answer.content.decode())), place


def test_a_toast_carries_names_as_text(world: World, visitor: Visitor) -> None:
    ramp = {"name": EVIL, "flag": "some.flag"}
    place = f"/plans/{world.open.plan.number}/gray/new/"
    page = visitor("ann").post(place, ramp, follow=True)
    assert constants.SUCCESS in [message.level for message in page.context["messages"]]
    assert not list(faults(page.content.decode()))


def test_print_carries_it_as_text_and_fetches_nothing(poisoned: World) -> None:
    html = html_of(Plan.objects.get(pk=poisoned.open.plan.pk), now())
    assert not list(faults(html.replace("asset:", "/asset/")))
    assert "url(http" not in html and "@import" not in html


def test_mails_carry_it_as_text_on_one_line_of_subject(world: World, visitor: Visitor) -> None:
    title = f"{EVIL[:100]}\r\nBcc: eve@evil.test"
    Plan.objects.filter(pk=world.open.plan.pk).update(title=title)
    reason = f"{EVIL}\r\n@all"
    place = f"/plans/{world.open.plan.number}/gates/{world.open.ids['gate']}/signoffs/"
    before = set(Message.objects.values_list("pk", flat=True))
    digest = visitor("dev").get(f"/api/v1{place.removesuffix('signoffs/')}").json()["digest"]
    form = {"decision": "reject", "digest": digest, "comment": reason}
    gate = visitor("dev").post(place, form)
    letters = Message.objects.exclude(pk__in=before)
    if gate.status_code == 302:
        assert letters
    for letter in letters:
        assert not re.search(r"[\r\n]", letter.subject)
        assert not list(faults(letter.html.replace('href="https://', 'href="/')))


def test_events_tell_it_as_text(poisoned: World, visitor: Visitor) -> None:
    plan = poisoned.open.plan
    client = visitor("ann")
    row = {"app": EVIL[:200], "change": EVIL, "extra": {EVIL: EVIL}}
    answer = client.post(f"/api/v1/plans/{plan.number}/sections/apps/", row, "application/json")
    assert answer.status_code == 201
    assert Event.objects.filter(chain=plan.chain, kind="rows.added").exists()
    assert not list(faults(client.get(f"/plans/{plan.number}/history/").content.decode()))


SINKS = re.compile(
    r"\.(inner|outer)HTML\s*\+?=[^=]|insertAdjacentHTML|document\.write|\beval\(|new Function|"
    r"createContextualFragment|setHTMLUnsafe|srcdoc|set(Timeout|Interval)\(\s*[\"'`]|javascript:"
)


def test_no_script_of_ours_makes_markup_of_text() -> None:
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        assert not SINKS.search(path.read_text()), path


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=[\"']|\son[a-z]+=[\"']|hx-on|javascript:"
)
PRINTED = ("document/", "mail/", "gray/document/", "gray/parts/stairs.html")
"""Not under the content policy of pages: paper, mails, and the picture that is also printed."""

UNESCAPED = re.compile(r"\|\s*safe\b|autoescape off|safeseq")
ALLOWED = {
    "document/document.html": "page numbers in the words of a translation",
    "mail/base.txt": "plain text",
}


def test_templates_have_no_inline_code_and_escape_everything() -> None:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        name, text = str(path.relative_to(ROOT / "templates")), path.read_text()
        if path.suffix == ".html" and not name.startswith(PRINTED):
            assert not INLINE.search(text), name
        if UNESCAPED.search(text):
            assert name in ALLOWED, name


def test_the_content_policy_lets_no_inline_code_run() -> None:
    told = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert "script-src" not in told and "style-src" not in told
    assert told["default-src"] == ["'self'"]
