"""`manage.py demo`: people, windows, four plans in different states, templates; twice changes nothing."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from desk.demo.people import make_people, make_times
from desk.demo.shelf import make_templates
from desk.demo.stories import STORIES, Calendar
from ground.clock import now
from people.demo import PASSWORD
from plans.models import Plan


class Command(BaseCommand):
    help = "Create demo accounts, change windows, four plans and templates. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what there is as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError(
                "Demo accounts have a public password; they are made in the embedded mode only "
                "(without REDIS_URL)."
            )
        moment = now()
        people = make_people()
        make_times(people, moment)
        plans = [_plan(source, tell, people, moment) for source, tell in STORIES.items()]
        make_templates(people, plans[-1])
        told = [{"number": one.number, "title": one.title, "status": one.status} for one in plans]
        if options["json"]:
            self.stdout.write(
                json.dumps({"people": list(people), "plans": told}, ensure_ascii=False)
            )
        elif options["verbosity"]:
            self._say(plans)

    def _say(self, plans: list[Plan]) -> None:
        for plan in plans:
            self.stdout.write(f"{plan.number}  {plan.get_status_display()}  {plan.title}")
        self.stdout.write(_("演示账号的密码都是 %(password)s。") % {"password": PASSWORD})


def _plan(source: str, tell: Any, people: Any, moment: Any) -> Plan:
    """The demo plan that came from this document; made now unless it is there."""
    made = Plan.objects.filter(source_name=source, owner=people["linqiao"]).first()
    plan = made or tell(people, Calendar(moment))
    plan.refresh_from_db()
    return plan
