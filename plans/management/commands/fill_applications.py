"""Fill the list of applications from every plan; running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from applications.models import Application
from plans import states
from plans.actions.cataloguing import catalogue
from plans.document import PLAN
from plans.models import Plan


class Command(BaseCommand):
    help = "Read the applications that all plans name into the list."

    def handle(self, *args: Any, **options: Any) -> None:
        before = Application.objects.count()
        plans = Plan.objects.exclude(status=states.TEMPLATE).order_by("pk")
        for plan in plans.iterator():
            with transaction.atomic():
                catalogue(plan, [PLAN])
        self.stdout.write(f"{Application.objects.count() - before} new of {plans.count()} plans")
