"""`manage.py sweep_attachments`: frees the bytes of uploads that broke off, checks the others."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from attachments.actions import sweep
from attachments.checking import damaged
from ground.clock import now


class Command(BaseCommand):
    help = "Delete bytes that belong to no attachment, and check those that do against their hash."

    def handle(self, *args: Any, **options: Any) -> None:
        freed = sweep(now())
        self.stdout.write(f"{len(freed)} files without an attachment deleted")
        broken = list(damaged())
        for attachment in broken:
            self.stderr.write(f"{attachment.plan.number} {attachment.name} {attachment.sha256}")
        if broken:
            raise CommandError(f"{len(broken)} attachments are lost or changed on the disk.")
        self.stdout.write("every attachment is as it was uploaded")
