"""Saying something, saying it better, taking it back. Comments void nothing."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comments import events
from comments.actions.hearing import hear, note_mentions
from comments.lookup import find_comment
from comments.models import LONGEST, Comment, Thread
from comments.places import Place, find_place, place_of
from ground.clock import now
from ground.digest import digest
from ground.errors import Invalid
from ground.journal import record
from ground.kinds import EventKind
from ground.policies import authorize
from ground.texts import is_keepable
from plans.actions import lock
from plans.models import Plan


@transaction.atomic
def add_comment(plan: Plan, *, by: Any, section: str, row: int = 0, text: str) -> Comment:
    """Say `text` at that place ("plan", "notes" or a section's key; a row or note id, or 0).

    Raises Denied, Hidden when there is no such place, Invalid for an empty or endless text.
    """
    plan = lock(plan)
    authorize(by, "plan.comment", plan)
    words = _checked(text)
    thread = _thread_at(plan, find_place(plan, section, row))
    comment = Comment.objects.create(thread=thread, author=by, text=words, written_at=now())
    hear(comment, plan, note_mentions(comment, plan))
    _record(events.ADDED, comment, by=by)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, by: Any, text: str) -> Comment:
    """Say it better, within some minutes; who is newly mentioned hears of it."""
    plan = lock(comment.thread.plan)
    comment = find_comment(plan, comment.pk)
    authorize(by, "plan.comment", plan)
    authorize(by, "comment.edit", (comment, now()))
    words = _checked(text)
    if words == comment.text:
        return comment
    comment.text, comment.edited_at = words, now()
    comment.save(update_fields=["text", "edited_at"])
    hear(comment, plan, note_mentions(comment, plan), everybody=False)
    _touch(comment.thread)
    _record(events.CHANGED, comment, by=by)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, by: Any) -> Comment:
    """Take it back: its place in the thread stays, its words are gone for good."""
    plan = lock(comment.thread.plan)
    comment = find_comment(plan, comment.pk)
    authorize(by, "comment.delete", comment)
    comment.text, comment.deleted_at = "", now()
    comment.save(update_fields=["text", "deleted_at"])
    comment.mentions.all().delete()
    _touch(comment.thread)
    _record(events.DELETED, comment, by=by)
    return comment


def _thread_at(plan: Plan, place: Place) -> Thread:
    """The thread of the place, called as the row is called now."""
    values = {"title": place.title[:200], "changed_at": now()}
    thread, _made = Thread.objects.update_or_create(
        plan=plan, section=place.key, row=place.row, defaults=values
    )
    thread.plan = plan
    return thread


def _touch(thread: Thread) -> None:
    Thread.objects.filter(pk=thread.pk).update(changed_at=now())


def _record(kind: EventKind, comment: Comment, *, by: Any) -> None:
    """The log proves what was said by its digest, so that words taken back are gone."""
    thread = comment.thread
    data = {**place_of(thread).told(), "text": digest(comment.text)}
    subject = f"comment:{comment.pk}"
    record(kind, chain=thread.plan.chain, by=by, subject=subject, data=data)


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Invalid(_("请先写点什么。"), fields={"text": [_("必填。")]})
    if len(words) > LONGEST or not is_keepable(words):
        told = _("一条评论最多一万字，且不能有空字符。")
        raise Invalid(told, fields={"text": [told]})
    return words
