"""`manage.py export_plan NUMBER --format FORMAT --output FILE`: the same bytes as the page's."""

import shutil
import tempfile
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
                size = _write(find_export(options["format"]), plan, options["output"])
        except Refusal as error:
            raise CommandError(error.detail) from error
        except OSError as error:
            raise CommandError(
                f"{options['output']} cannot be written: {error.strerror}."
            ) from error
        self.stdout.write(f"{options['output']}: {size} bytes")


def _write(export: Export, plan: Plan, output: Path) -> int:
    """The bytes written; nothing is, unless the whole file was made."""
    with tempfile.TemporaryFile() as made:
        if export.is_long(plan):
            export.write(plan, made, lambda _what, _number: None)
        else:
            made.write(export.render(plan))
        made.seek(0)
        with output.open("wb") as file:
            shutil.copyfileobj(made, file)
        return output.stat().st_size
