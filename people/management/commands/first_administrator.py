"""Prints the one-time link that makes the first administrator."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from people.actions.accounts import has_administrator
from people.links import FIRST_LIVES, first_administrator_link


class Command(BaseCommand):
    help = "Print a one-time link with which the first administrator is made in a browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base", default="", help="address of the site, else BASE_URL")
        parser.add_argument("--json", action="store_true", help="print a JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if has_administrator():
            raise CommandError(_("已经有系统管理员了。忘记密码请用 manage.py changepassword。"))
        link = first_administrator_link(options["base"])
        answer = json.dumps({"url": link, "seconds": FIRST_LIVES}) if options["json"] else link
        self.stdout.write(answer)
