"""Keeping the search index: part by part, in the transaction of the write."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from plans.document import PLAN
from plans.listing.texts import all_parts, texts_of, texts_of_all
from plans.models import Plan
from search import actions as index
from search.models import Text

BATCH = 200


def index_parts(plan: Plan, keys: Iterable[str]) -> None:
    """What these parts say now: a section's key, "plan" or "notes"."""
    index.put(plan.pk, texts_of(plan, keys))


def index_changed(plan: Plan, keys: Collection[str]) -> None:
    """What these parts of a plan say after a change; all of it if the index never saw it."""
    is_new = PLAN in keys and not Text.objects.filter(subject=plan.pk, part=PLAN).exists()
    index_parts(plan, all_parts() if is_new else keys)


def index_missing() -> int:
    """Index the plans that the index has never seen, batch by batch; how many there were."""
    seen = Text.objects.filter(subject=OuterRef("pk"), part=PLAN)
    missing = list(Plan.objects.exclude(Exists(seen)).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(missing), BATCH):
        _fill(missing[start : start + BATCH])
    return len(missing)


def rebuild_index() -> int:
    """Forget everything and index every plan; how many there were."""
    with transaction.atomic():
        index.clear()
    return index_missing()


@transaction.atomic
def _fill(keys: list[int]) -> None:
    """The plans are locked, so that no write falls between reading and indexing."""
    plans = Plan.objects.select_for_update(of=("self",)).select_related("owner")
    locked = list(plans.filter(pk__in=keys).order_by("pk"))
    index.fill(texts_of_all(locked, all_parts()).items())
