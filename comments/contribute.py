"""What comments add to a plan: a card beside it, counts on its rows, lines in the inbox."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy

from comments.letters import thread_url
from comments.models import Mention
from comments.places import place_of
from comments.prose import plain
from comments.reading import unread_mentions
from plans.contribute import Contribution, DueItem, Panel, PlaceLink

LONGEST = 80


class Comments(Contribution):
    """The wing of what people say to each other."""

    panels = (Panel(gettext_lazy("评论"), "comments:panel"),)
    place_links = (PlaceLink(gettext_lazy("评论"), "comments:talk", "comment"),)

    def due(self, user: Any) -> Iterable[DueItem]:
        """For the copies, the newest of each thread: being spoken to is no task."""
        newest = {mention.comment.thread_id: mention for mention in unread_mentions(user)}
        return [_item(mention) for mention in reversed(newest.values())]


def _item(mention: Mention) -> DueItem:
    comment, thread = mention.comment, mention.comment.thread
    words = {
        "who": comment.author,
        "place": place_of(thread).label,
        "words": Truncator(plain(comment.text)).chars(LONGEST),
    }
    return DueItem(
        what=gettext("%(who)s 在“%(place)s”提到了你：%(words)s") % words,
        plan=thread.plan,
        since=comment.written_at,
        url=thread_url(thread.plan.number, thread.pk),
        button=gettext("去看"),
        mine=False,
    )
