"""The buttons that wings put on every section, row and note of a plan."""

from typing import Any

from django.urls import reverse

from plans.contribute import PlaceLink, contributions
from plans.models import Plan

BLANK = ("KEY", 0)


def place_links(plan: Plan) -> list[dict[str, Any]]:
    """`{label, icon, url}` each; the fragment of a place is at `url` + "KEY/ROW/"."""
    return [_one(plan, link) for wing in contributions() for link in wing.place_links]


def _one(plan: Plan, link: PlaceLink) -> dict[str, Any]:
    key, row = BLANK
    url = reverse(link.url_name, args=[plan.number, key, row]).removesuffix(f"{key}/{row}/")
    return {"label": str(link.label), "icon": link.icon, "url": url}
