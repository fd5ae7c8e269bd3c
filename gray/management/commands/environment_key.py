"""`manage.py environment_key prod --name order-service --by USER`: a key for OFREP, told once."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gray.actions import create_key
from ground.errors import Refusal
from people.models import User


class Command(BaseCommand):
    help = _("给一个环境新建 OFREP 密钥，只显示这一次。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("environment", help=_("和灰度的“环境”一列写法一致；空串是没有写环境的"))
        parser.add_argument("--name", required=True, help=_("用途，例如 order-service"))
        parser.add_argument("--by", required=True, help=_("以谁的名义，用户名"))
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(_("没有“%(name)s”这个账号。") % {"name": options["by"]})
        try:
            key, text = create_key(by=by, environment=options["environment"], name=options["name"])
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal
        if options["json"]:
            self.stdout.write(json.dumps({"environment": key.environment, "key": text}))
        else:
            self.stdout.write(text)
