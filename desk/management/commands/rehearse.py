"""`manage.py rehearse NUMBER`: the earliest time of every gate, batch and stage."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from desk.rehearsal import Point, Rehearsal, read_start, rehearsal, usual_start
from ground.clock import now
from ground.errors import Invalid
from plans.models import Plan

MISFIT = 2
"""What the process ends with when the plan does not fit and --strict asked for it."""


class Command(BaseCommand):
    help = _("演练：每个关口、批次和灰度阶段最早什么时候能到，什么会拦住它。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help=_("计划编号"))
        parser.add_argument(
            "--start", help=_("从什么时候开始，ISO 8601；不写就是发布窗口开始，已经过了就是此刻")
        )
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
        parser.add_argument("--strict", action="store_true", help=_("放不进发布窗口时以 2 退出"))

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.select_related("owner").filter(number=options["number"]).first()
        if plan is None or plan.is_template:
            raise CommandError(_("没有 %(number)s 这个计划。") % {"number": options["number"]})
        found = _rehearse(plan, options["start"])
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(found)
        if options["strict"] and not found.fits:
            sys.exit(MISFIT)

    def _tell(self, found: Rehearsal) -> None:
        for point in found.points:
            self.stdout.write(_line(point, found.plan))
        if not found.points:
            self.stdout.write(_("没有还要走的关口、批次或灰度阶段。"))
        for text in found.warnings:
            self.stdout.write(f"! {text}")


def _rehearse(plan: Plan, start: str | None) -> Rehearsal:
    """Whoever may use the shell may hear of every plan."""
    try:
        begin = read_start(start, plan) if start else usual_start(plan, now())
    except Invalid as refusal:
        raise CommandError(refusal.detail) from refusal
    return rehearsal(plan, begin, among=Plan.objects.all())


def _line(point: Point, plan: Plan) -> str:
    at = point.at.astimezone(plan.zone).strftime("%m-%d %H:%M") if point.at else _("到不了     ")
    notes = [point.held, *point.assumed]
    return "  ".join([at, point.title, *filter(None, notes)])
