"""The plan as a document that is edited in place."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from people.models import User
from plans.batches import nodes, rollback_order
from plans.contribute import contributions
from plans.counts import counting, counts_of
from plans.folding import shown_notes
from plans.grid.news import position_of
from plans.grid.places import place_links
from plans.grid.surface import grid, words
from plans.heads import head_of
from plans.leaving_out import left_out
from plans.lookup import find_plan
from plans.models import Plan
from plans.tables.registry import section, sections
from plans.tables.section import Section

MOST_PEOPLE = 500


@dataclass(frozen=True)
class Card:
    """One section on the page; `config` goes to its grid as JSON."""

    section: Section
    rows: int
    config: dict[str, Any]

    @property
    def config_id(self) -> str:
        return f"section-{self.section.key}"


@require_GET
@login_required
def detail(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    with counting(plan):
        return render(request, "plans/detail.html", _shown(plan, request.user))


def _shown(plan: Plan, user: Any) -> dict[str, Any]:
    """What the page shows; the position comes first, so that no later event is missed."""
    position, cards = position_of(plan), _cards(plan, user)
    empty, notes = [card for card in cards if not card.rows], list(plan.notes.all())
    out = left_out([card.section for card in empty], notes)
    aside = {note.pk for note, _why in out.values()}
    return {
        "plan": plan,
        "position": position,
        "head": head_of(plan, user),
        "notes": shown_notes([note for note in notes if note.pk not in aside]),
        "cards": cards,
        "filled": [card for card in cards if card.rows],
        "empty": [card for card in empty if card.section.key not in out],
        "left_out": [(card, *out[card.section.key]) for card in empty if card.section.key in out],
        "panels": [] if plan.is_template else list(_panels(plan)),
        "words": {**words(plan), "people": _people(plan)},
        "places": place_links(plan),
    }


@require_GET
@login_required
def rollback(request: HttpRequest, number: str) -> HttpResponse:
    """The applications in the order in which they would go back."""
    plan = find_plan(request.user, number)
    order = rollback_order(nodes(section("apps").rows(plan)))
    labels = dict(section("apps").column("state").options)
    steps = [(node, labels.get(node.state, node.state)) for node in order]
    return render(request, "plans/parts/rollback.html", {"plan": plan, "steps": steps})


def _cards(plan: Plan, user: Any) -> list[Card]:
    counts = counts_of(plan)
    return [
        Card(part, counts.get(part.key, 0), grid(plan, part, user, url=_rows_url(plan, part)))
        for part in sections()
    ]


def _rows_url(plan: Plan, part: Section) -> str:
    return reverse("api-rows", args=[plan.number, part.key])


def _panels(plan: Plan) -> Any:
    for wing in contributions():
        for panel in wing.panels:
            try:
                yield panel.title, reverse(panel.url_name, args=[plan.number])
            except NoReverseMatch:
                continue


def _people(plan: Plan) -> list[str]:
    """Names for people cells: those of the plan first, then accounts."""
    members: Any = ()
    if "members" in counts_of(plan):
        members = section("members").rows(plan).values_list("name", flat=True)
    accounts = User.objects.filter(is_active=True).order_by("username")
    names = accounts.values_list("display_name", "username")[:MOST_PEOPLE]
    called = (display or username for display, username in names)
    return list(dict.fromkeys([*filter(None, members), *called]))
