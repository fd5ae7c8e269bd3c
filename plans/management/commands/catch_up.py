"""manage.py catch_up - after an upgrade: what is derived from plans and was not kept before."""

from typing import Any

from django.core.management.base import BaseCommand

from plans.actions.cataloguing import catalogue_missing
from plans.actions.indexing import index_missing


class Command(BaseCommand):
    help = "Index and catalogue the plans that an older version left out; again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        indexed, catalogued = index_missing(), catalogue_missing()
        if options["verbosity"]:
            self.stdout.write(f"{indexed} plans indexed, {catalogued} catalogued")
