"""`manage.py rehearse NUMBER`: the earliest time of every gate, batch and stage."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from desk.rehearsal import Point, rehearsal
from ground.clock import now
from plans.models import Plan


class Command(BaseCommand):
    help = _("演练：每个关口、批次和灰度阶段最早什么时候能到，什么会拦住它。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help=_("计划编号"))
        parser.add_argument("--start", help=_("从什么时候开始，ISO 8601；不写就是此刻"))
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.select_related("owner").filter(number=options["number"]).first()
        if plan is None:
            raise CommandError(_("没有 %(number)s 这个计划。") % {"number": options["number"]})
        start = _moment(options["start"], plan) if options["start"] else now()
        points = rehearsal(plan, start)
        if options["json"]:
            told = {"plan": plan.number, "start": start.isoformat(),
                    "points": [point.as_json() for point in points]}  # fmt: skip
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for point in points:
            self.stdout.write(_line(point, plan))
        if not points:
            self.stdout.write(_("没有还要走的关口、批次或灰度阶段。"))


def _line(point: Point, plan: Plan) -> str:
    at = point.at.astimezone(plan.zone).strftime("%m-%d %H:%M") if point.at else _("到不了     ")
    notes = [point.held, *point.assumed]
    return "  ".join([at, point.title, *filter(None, notes)])


def _moment(text: str, plan: Plan) -> datetime:
    """An ISO moment; without an offset in the plan's time zone."""
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("“%(text)s”不是 ISO 8601 时间。") % {"text": text})
    return found if found.tzinfo else found.replace(tzinfo=plan.zone)
