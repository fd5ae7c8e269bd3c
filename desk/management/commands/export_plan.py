"""`manage.py export_plan NUMBER --format FORMAT --output FILE`: the same bytes as the page's."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from desk.exports import Export, exports, find_export
from ground.errors import Refusal
from plans.models import Plan


class Command(BaseCommand):
    help = "Write a plan into a file: the same bytes as the export of its page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number")
        parser.add_argument("--format", required=True, choices=[one.key for one in exports()])
        parser.add_argument("--output", required=True, type=Path, help="the file to write")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.select_related("owner").filter(number=options["number"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['number']}.")
        try:
            with translation.override(options["language"]):
                data = _render(find_export(options["format"]), plan)
            options["output"].write_bytes(data)
        except Refusal as error:
            raise CommandError(error.detail) from error
        except OSError as error:
            raise CommandError(
                f"{options['output']} cannot be written: {error.strerror}."
            ) from error
        self.stdout.write(f"{options['output']}: {len(data)} bytes")


def _render(export: Export, plan: Plan) -> bytes:
    if export.is_long(plan):
        return export.render_long(plan, lambda _what, _number: None)
    return export.render(plan)
