"""manage.py rebuild_search - index every plan anew; with --missing only those never indexed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plans.actions.indexing import index_missing, rebuild_index


class Command(BaseCommand):
    help = "Build the search index anew, or with --missing only what it has never seen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="leave alone what is indexed")

    def handle(self, *args: Any, **options: Any) -> None:
        count = index_missing() if options["missing"] else rebuild_index()
        if options["verbosity"]:
            self.stdout.write(f"{count} plans indexed")
