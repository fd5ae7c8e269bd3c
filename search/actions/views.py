"""Searches kept under a name."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import Hidden, Invalid
from ground.texts import is_keepable
from search.models import SavedView

MOST = 30
LONGEST_NAME, LONGEST_QUERY = 40, 1000


@transaction.atomic
def save_view(*, by: Any, name: str, query: str) -> SavedView:
    """Keep the query string under the name; the same name again replaces it."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not is_keepable(name):
        raise Invalid(_("请给视图起一个不超过 40 个字的名字。"), fields={"name": [_("请填名称。")]})
    if len(query) > LONGEST_QUERY or not is_keepable(query):
        raise Invalid(_("筛选条件太长，没有保存。"))
    others = SavedView.objects.filter(user=by).exclude(name=name)
    if others.count() >= MOST:
        raise Invalid(_("最多保存 %(most)s 个视图，请先删掉不用的。") % {"most": MOST})
    view, _made = SavedView.objects.update_or_create(user=by, name=name, defaults={"query": query})
    return view


@transaction.atomic
def delete_view(pk: int, *, by: Any) -> None:
    """Forget one of one's own; others' do not exist."""
    gone, _kinds = SavedView.objects.filter(user=by, pk=pk).delete()
    if not gone:
        raise Hidden(_("没有这个视图，可能已被删除。"))
