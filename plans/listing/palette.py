"""What Ctrl+K finds: pages, plans and the cells of plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.listing.search import PlanFound, Search
from plans.models import Plan, PlanUserObjectPermission
from search.grams import fold

MOST, RECENT = 8, 6
PAGES: tuple[tuple[str, str, str | Promise], ...] = (
    ("desk:inbox", "inbox", _("待办")),
    ("plans:list", "plan", _("全部计划")),
    ("plans:new", "plus", _("新建计划")),
    ("plans:import", "upload", _("导入文档")),
    ("desk:calendar", "calendar", _("日历")),
    ("gray:overview", "gray", _("灰度")),
    ("plans:templates", "template", pgettext_lazy("plural", "模板")),
    ("applications:list", "app", pgettext_lazy("plural", "应用")),
    ("people:settings", "settings", _("设置")),
    ("people:profile", "settings", _("个人设置")),
    ("desk:help", "hint", _("帮助")),
)


@dataclass(frozen=True)
class Page:
    """A page of the product by its name."""

    url: str
    icon: str
    label: str


class Palette:
    """The answer to `words` among the plans that may be seen."""

    def __init__(self, words: str, visible: QuerySet[Plan], user: Any) -> None:
        self.words, self.user = words.strip(), user
        self.visible = visible.select_related("owner")
        self.search = Search(visible, words, most=MOST)

    @cached_property
    def plans(self) -> list[PlanFound]:
        return self.search.page(0, MOST)

    @property
    def has_more(self) -> bool:
        return self.search.found.is_cut

    @cached_property
    def recent(self) -> list[Plan]:
        """One's own plans that changed last, while nothing is typed."""
        if self.words:
            return []
        granted = PlanUserObjectPermission.objects.filter(user=self.user.pk)
        ours = Q(owner=self.user.pk) | Q(pk__in=granted.values("content_object_id"))
        return list(self.visible.filter(ours).order_by("-changed_at", "-pk")[:RECENT])

    @cached_property
    def pages(self) -> list[Page]:
        """Those whose name says every word; all of them while nothing is typed."""
        words = fold(self.words).split()
        return [page for page in _pages() if all(word in fold(page.label) for word in words)]


def _pages() -> Iterator[Page]:
    for name, icon, label in PAGES:
        try:
            yield Page(reverse(name), icon, str(label))
        except NoReverseMatch:
            continue
