"""`manage.py verify_log [NUMBER] [--head HASH] [--json]`: recompute the event chains."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ground.journal import INSTALLATION, head_of, verify
from ground.models import Chain, Event

LOST = "the newest events are missing"
SHORT = 16
"""Mails print so many signs of a head."""


class Command(BaseCommand):
    help = (
        "Recompute the event chain of a plan, or all chains. Exit status 1 and the first broken "
        "event when one was changed or removed. --head proves that nothing after a printed head "
        "was cut off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="?", help="a plan's number, or 'installation'")
        parser.add_argument("--head", default="", help="a hash that the chain must contain")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"] and not options["number"]:
            raise CommandError("--head needs the number of a plan.")
        found = [inspect(name, options["head"]) for name in _chains(options["number"])]
        broken = [one for one in found if not one["ok"]]
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not broken, "chains": found}, ensure_ascii=False))
        else:
            for one in found if len(found) == 1 else broken:
                self.stdout.write(_words(one))
            self.stdout.write(f"{len(found)} chain(s), {len(broken)} broken")
        if broken:
            raise SystemExit(1)


def inspect(name: str, head: str = "") -> dict[str, Any]:
    """{"chain", "events", "head", "ok", "broken", "why"} of one chain."""
    stored = head_of(name)
    count = Event.objects.filter(chain=name).count()
    result = {"chain": name, "events": count, "head": stored, "ok": False, "broken": None}
    try:
        event = verify(name, head=stored)
    except LookupError:
        return {**result, "why": LOST}
    if event is not None:
        return {
            **result,
            "broken": event.position,
            "why": f"{event.kind} of {event.at.isoformat()}",
        }
    if head and not _is_in(name, head):
        return {**result, "why": f"the printed head {head} is not in the chain"}
    if Event.objects.filter(chain=name).order_by("-position").values_list(
        "hash", flat=True
    ).first() != (stored or None):
        return {**result, "why": LOST}
    return {**result, "ok": True, "why": ""}


def _is_in(name: str, head: str) -> bool:
    """Whole, or as the foot of a mail prints it."""
    found = Event.objects.filter(chain=name)
    return len(head) >= SHORT and found.filter(hash__startswith=head).exists()


def _chains(number: str | None) -> list[str]:
    if not number:
        return list(Chain.objects.order_by("name").values_list("name", flat=True))
    name = INSTALLATION if number == INSTALLATION else f"plan:{number}"
    if not Chain.objects.filter(name=name).exists():
        raise CommandError(f"There is no log of {number}.")
    return [name]


def _words(one: dict[str, Any]) -> str:
    if one["ok"]:
        return f"{one['chain']}: {one['events']} events, whole, head {one['head']}"
    place = f" at event {one['broken']}" if one["broken"] else ""
    return f"{one['chain']}: broken{place}: {one['why']}"
