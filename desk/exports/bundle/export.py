"""Writing the bundle: the small things in one look at the plan, the bytes afterwards."""

import io
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy

from desk.exports.bundle.archive import Archive
from desk.exports.bundle.files import attachments, is_packed, name_of, pieces
from desk.exports.bundle.gates import gates
from desk.exports.bundle.history import events, revisions
from desk.exports.bundle.messages import messages
from desk.exports.bundle.recipe import recipe
from desk.exports.kinds import Export, Progress, find_export
from ground.clock import now
from ground.models import Chain
from plans.actions import lock
from plans.models import Plan

SCRIPT = Path(__file__).with_name("verify.py")


class Bundle(Export):
    key, label, media = "bundle", gettext_lazy("存证包"), "application/zip"
    ending = "zip"

    def render(self, plan: Plan) -> bytes:
        file = io.BytesIO()
        self.write(plan, file, lambda _what, _number: None)
        return file.getvalue()

    def is_long(self, plan: Plan) -> bool:
        """It has a PDF in it, and any number of files."""
        return True

    def write(self, plan: Plan, file: BinaryIO, progress: Progress) -> None:
        """The document comes first: the head that it prints is then in the log."""
        document = find_export("pdf").render_long(plan, progress)
        with Archive(file, now()) as archive:
            archive.add("plan.pdf", [document], is_packed=True)
            with transaction.atomic():
                facts, standing = _one_look(archive, lock(plan))
            for one in standing:
                archive.add(name_of(one), pieces(one), is_packed=is_packed(one))
            archive.add(SCRIPT.name, [SCRIPT.read_bytes()])
            archive.add_manifest(facts)


def _one_look(archive: Archive, plan: Plan) -> tuple[dict[str, Any], list[Any]]:
    """(what the manifest says, the attachments to follow); the plan is locked meanwhile."""
    archive.add("plan.json", [find_export("json").render(plan)])
    archive.add_json("recipe.json", recipe())
    archive.add("events.jsonl", events(plan))
    for name, revision in revisions(plan):
        archive.add_json(name, revision)
    archive.add_json("gates.json", gates(plan))
    archive.add("messages.jsonl", messages(plan))
    archive.add_json("attachments.json", {"attachments": attachments(plan)})
    return _facts(plan), list(plan.attachments.standing())


def _facts(plan: Plan) -> dict[str, Any]:
    chain = Chain.objects.get(name=plan.chain)
    return {
        "format": "releaseplan-bundle",
        "version": 1,
        "plan": plan.number,
        "title": plan.title,
        "status": plan.status,
        "made_at": now(),
        "chain": chain.name,
        "length": chain.length,
        "head": chain.head,
    }
