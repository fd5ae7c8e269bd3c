"""`manage.py tick`: one pass of the clock, done in this process."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gray import clock
from ground.clock import now


class Command(BaseCommand):
    help = _("走一遍到期的工作，就在这个进程里做完。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help=_("当作现在的时间，ISO 8601；不写就是此刻"))
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        moment = _moment(options["now"]) if options["now"] else now()
        done = clock.tick(moment)
        if options["json"]:
            self.stdout.write(json.dumps({"now": moment.isoformat(), "done": done}))
        else:
            self.stdout.write(_("处理了 %(n)d 项到期的工作。") % {"n": done})


def _moment(text: str) -> datetime:
    """An ISO moment; without an offset in the installation's time zone."""
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("“%(text)s”不是 ISO 8601 时间。") % {"text": text})
    return found if found.tzinfo else timezone.make_aware(found)
