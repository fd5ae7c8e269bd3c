"""Who is to hear of a comment, and when: at once, but at most every few minutes a thread."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from comments.audience import mentioned
from comments.models import Comment, Listener, Mention
from ground.clock import now
from ground.errors import Invalid
from plans.models import Plan

PAUSE = timedelta(minutes=5)
"""Between two letters to the same person about the same thread."""
MOST = 20


def note_mentions(comment: Comment, plan: Plan) -> set[int]:
    """Keep whom the comment speaks to; the ids of those who are new to it."""
    found = {one.person: one.name for one in mentioned(comment.text, plan)}
    found.pop(comment.author_id, None)
    if len(found) > MOST:
        told = _("一条评论最多提到 %(n)s 个人。") % {"n": MOST}
        raise Invalid(told, fields={"text": [told]})
    comment.mentions.exclude(person__in=found).delete()
    before = set(comment.mentions.values_list("person", flat=True))
    fresh = {person: name for person, name in found.items() if person not in before}
    Mention.objects.bulk_create(
        Mention(comment=comment, person_id=person, said=name) for person, name in fresh.items()
    )
    return set(fresh)


def hear(
    comment: Comment, plan: Plan, spoken_to: Collection[int], *, everybody: bool = True
) -> None:
    """Put the comment before those it speaks to and, if `everybody`, all who hear of the thread.

    That is who took part in it, and the plan's owner; never its author.
    """
    thread, moment = comment.thread, now()
    people = {*spoken_to, *([plan.owner_id, comment.author_id] if everybody else [])}
    known = set(thread.listeners.values_list("person", flat=True))
    Listener.objects.bulk_create(
        Listener(thread=thread, person_id=person, told_upto=comment.pk - 1)
        for person in sorted(people - known)
    )
    listeners = thread.listeners.exclude(person=comment.author_id).filter(due_at=None)
    for listener in listeners if everybody else listeners.filter(person__in=spoken_to):
        upto = min(listener.told_upto, comment.pk - 1)
        due = _due(listener.told_at, moment)
        Listener.objects.filter(pk=listener.pk).update(due_at=due, told_upto=upto)
    own = thread.listeners.filter(person=comment.author_id)
    own.update(due_at=None, told_upto=comment.pk)


def _due(told_at: datetime | None, moment: datetime) -> datetime:
    return max(moment, told_at + PAUSE) if told_at else moment
