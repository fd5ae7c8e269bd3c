"""Read a document and make a plan of it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ground.errors import Refusal
from ground.words import in_row
from people.models import User
from plans.actions import create_plan
from plans.actions.merging import counted, differences, merge_plan
from plans.importing import read_file
from plans.models import Plan
from plans.reading.draft import ImportDraft


class Command(BaseCommand):
    help = "Import a release plan from Markdown, org, HTML, Word, Excel or plain text."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the document; its content decides what it is")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print the draft as JSON")
        parser.add_argument("--owner", default="", help="user name of the new plan's owner")
        parser.add_argument("--into", default="", help="number of a plan that takes it in")
        parser.add_argument("--reason", default="", help="why an approved plan is changed")
        parser.add_argument(
            "--no-memory", action="store_true", help="recognise everything anew, as nobody chose"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            said = self._merged(options) if options["into"] else self._made(options)
        except Refusal as refusal:
            raise CommandError(_sentence(refusal)) from None
        self.stdout.write(said)

    def _made(self, options: dict[str, Any]) -> str:
        """A new plan, or with --dry-run what it would be."""
        draft = _draft(options)
        owner = _account(options["owner"])
        number = ""
        if not options["dry_run"]:
            owner = owner or _owner(draft)
            number = create_plan(by=owner, draft=draft).number
        return _as_json(draft, owner, number) if options["json"] else _summary(draft, number)

    def _merged(self, options: dict[str, Any]) -> str:
        """The document in the plan of that number, by --owner or the plan's owner."""
        plan = Plan.objects.filter(number=options["into"]).first()
        if plan is None:
            raise CommandError(_("没有 %(number)s 这个计划。") % {"number": options["into"]})
        by = _account(options["owner"]) or plan.owner
        draft = _draft(options, plan.zone)
        found = differences(plan, draft, by)
        if options["dry_run"]:
            done = counted(found.taken())
        else:
            done = merge_plan(plan, by=by, draft=draft, reason=options["reason"])
        if options["json"]:
            whole = {**found.as_json(), "merged": vars(done)}
            return json.dumps(whole, ensure_ascii=False, indent=2)
        said = _("新增 %(added)s 处，修改 %(changed)s 处，删除 %(deleted)s 处")
        return f"{plan.number} {said % vars(done)}"


def _draft(options: dict[str, Any], zone: ZoneInfo | None = None) -> ImportDraft:
    path, memory = options["file"], not options["no_memory"]
    return read_file(_bytes(path), Path(path).name, zone, memory=memory)


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(
            _("打不开文件 %(name)s：%(why)s") % {"name": name, "why": error.strerror}
        ) from None


def _account(name: str) -> User | None:
    """The account that --owner names; None when nobody was named."""
    if not name:
        return None
    owner = User.objects.filter(username=name, is_active=True).first()
    if owner is None:
        raise CommandError(_("没有名为 %(name)s 的可用账号。") % {"name": name})
    return owner


def _owner(draft: ImportDraft) -> User:
    """Whom the document names, if one account alone is called so, else the first administrator."""
    active = User.objects.filter(is_active=True)
    called = list(active.filter(display_name=draft.plan.get("owner") or None)[:2])
    if len(called) == 1:
        return called[0]
    if first := active.filter(is_superuser=True).order_by("id").first():
        return first
    raise CommandError(_("请用 --owner 指定计划的负责人（用户名），或加 --dry-run 只看识别结果。"))


def _sentence(refusal: Refusal) -> str:
    """The refusal with the first place it names, on one line."""
    places = json.dumps(refusal.fields, ensure_ascii=False)[:300] if refusal.fields else ""
    return f"{refusal.detail} {places}".strip()


def _as_json(draft: ImportDraft, owner: User | None, number: str) -> str:
    whole = draft.as_json()
    if owner:
        whole["plan"]["owner"] = owner.username
    if number:
        whole["plan"]["number"] = number
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _summary(draft: ImportDraft, number: str) -> str:
    """One line for people."""
    tables = in_row(f"{key} {len(rows)}" for key, rows in draft.sections.items())
    counted = _("%(title)s：%(tables)s；正文 %(notes)s 段。") % {
        "title": draft.plan.get("title", ""),
        "tables": tables or "–",
        "notes": len(draft.notes),
    }
    return f"{number} {counted}".strip()
