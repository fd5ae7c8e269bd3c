"""`manage.py check_plan NUMBER [--json]`: the plan check; exit status 1 when there are errors."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ground.clock import now
from plans.checks import acknowledged, findings_of, totals
from plans.findings import ERROR, Finding
from plans.models import Plan
from plans.tables.registry import has_section, section


class Command(BaseCommand):
    help = "Check a plan by the rules. Exit status 1 when there are errors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.select_related("owner").filter(number=options["number"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['number']}.")
        found, accepted = findings_of(plan, now()), acknowledged(plan)
        counts = totals(found)
        if options["json"]:
            findings = [{**one.as_json(), "accepted": one.key in accepted} for one in found]
            whole = {"plan": plan.number, "totals": counts, "findings": findings}
            self.stdout.write(json.dumps(whole, ensure_ascii=False))
        else:
            for one in found:
                self.stdout.write(_words(one, accepted=one.key in accepted))
            self.stdout.write(", ".join(f"{count} {level}(s)" for level, count in counts.items()))
        if counts[ERROR]:
            raise SystemExit(1)


def _words(one: Finding, *, accepted: bool) -> str:
    place = str(section(one.section).label) if has_section(one.section) else ""
    where = " · ".join(filter(None, (place, one.title)))
    note = " (accepted)" if accepted else ""
    return f"{one.level}{note}: {where + ': ' if where else ''}{one.message}"
