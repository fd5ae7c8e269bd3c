"""Derive every open plan's grants from its 发布人员 rows again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from plans import states
from plans.actions import lock
from plans.grants import derive_grants
from plans.models import Plan


class Command(BaseCommand):
    help = "Recompute who plays which part in every open plan."

    def handle(self, *_args: Any, **_options: Any) -> None:
        plans = Plan.objects.exclude(status__in=states.FINISHED)
        for plan in plans.iterator():
            with transaction.atomic():
                derive_grants(lock(plan))
        self.stdout.write(f"{plans.count()} plans")
