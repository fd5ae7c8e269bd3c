"""The versions of a plan that can be compared: its revisions, and how it stands now."""

from django.utils.translation import gettext as _

from ground.errors import Hidden
from ground.numbers import whole
from plans.document import Document, load
from plans.lookup import find_revision
from plans.models import Plan

CURRENT = "current"


def find_version(plan: Plan, name: str) -> Document:
    """The document of revision `name`, or of the plan as it stands for "current"."""
    if name == CURRENT:
        return load(plan)
    number = whole(name)
    if number is None:
        raise Hidden(_("请写版本号，或者用 current 表示现在的内容。"))
    return Document.from_json(find_revision(plan, number).snapshot)
